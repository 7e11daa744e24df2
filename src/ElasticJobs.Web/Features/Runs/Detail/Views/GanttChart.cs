using System.Globalization;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.Detail.Views;

/// <summary>Where the bars of a run's timeline are, in per cent of its whole time.</summary>
internal sealed class GanttChart
{
    private const int MostTicks = 8;
    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _now;

    public GanttChart(RunPicture picture, DateTimeOffset now)
    {
        _now = now;
        _start = picture.Run.StartedAt ?? picture.Run.CreatedAt;
        var end = picture.Run.FinishedAt ?? now;
        Length = end > _start ? end - _start : TimeSpan.FromSeconds(1);
        Ticks = [.. Marks(Length)];
    }

    public TimeSpan Length { get; }

    public IReadOnlyList<(TimeSpan At, string Left)> Ticks { get; }

    /// <summary>In the order of time: waits, then attempts.</summary>
    public IReadOnlyList<Bar> Bars(TaskRow row, RunPicture picture)
    {
        List<Bar> bars = [];
        DateTimeOffset? free = Ready(row, picture);
        foreach (var attempt in row.Attempts)
        {
            // Until its first attempt it waited for a limit, between two for the backoff.
            Add(bars, free, attempt.CreatedAt, BarKind.Waiting, "Queued", attempt.Key.Number);
            Add(bars, attempt.CreatedAt, attempt.StartedAt ?? attempt.FinishedAt ?? _now, BarKind.Starting, "Starting", attempt.Key.Number);
            if (attempt.StartedAt is { } started)
            {
                Add(bars, started, attempt.FinishedAt ?? _now, BarKind.Running, attempt.State.ToString(), attempt.Key.Number);
            }

            free = attempt.FinishedAt;
        }

        if (row.Run.State == TaskState.Queued)
        {
            Add(bars, free, _now, BarKind.Waiting, "Queued", row.Run.Attempt + 1);
        }

        return bars;
    }

    /// <summary>When all that it comes after had ended. Null: not yet, or nobody knows.</summary>
    private DateTimeOffset? Ready(TaskRow row, RunPicture picture)
    {
        if (row.Spec is null)
        {
            return null;
        }

        var ready = _start;
        foreach (var upstream in row.Spec.After.Select(edge => picture.Task(edge.Task)).OfType<TaskRow>())
        {
            if (upstream.Run.FinishedAt is not { } finished)
            {
                return null;
            }

            ready = finished > ready ? finished : ready;
        }

        return ready;
    }

    private void Add(List<Bar> bars, DateTimeOffset? from, DateTimeOffset to, BarKind kind, string state, int attempt)
    {
        if (from is not { } begin || to <= begin)
        {
            return;
        }

        var left = Math.Clamp((begin - _start) / Length * 100, 0, 100);
        var width = Math.Clamp((to - begin) / Length * 100, 0, 100 - left);
        bars.Add(new Bar(kind, state, attempt, to - begin, Percent(left), Percent(width)));
    }

    private static IEnumerable<(TimeSpan At, string Left)> Marks(TimeSpan length)
    {
        var least = length.TotalSeconds / MostTicks;
        var step = Steps.FirstOrDefault(candidate => candidate >= least);
        step = step == 0 ? Math.Ceiling(least / 86400) * 86400 : step;
        for (var at = 0.0; at <= length.TotalSeconds * 1.0001; at += step)
        {
            yield return (TimeSpan.FromSeconds(at), Percent(at / length.TotalSeconds * 100));
        }
    }

    private static string Percent(double value) => value.ToString("0.###", CultureInfo.InvariantCulture) + "%";

    internal enum BarKind
    {
        Waiting,
        Starting,
        Running,
    }

    /// <param name="State">Name of the state that it shows.</param>
    internal sealed record Bar(BarKind Kind, string State, int Attempt, TimeSpan Took, string Left, string Width);
}
