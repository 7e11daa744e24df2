using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Components.Times;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Pipelines;

public sealed partial class RunBars
{
    private const int Lowest = 30;

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<Run> Runs { get; set; }

    private IEnumerable<(Run Run, int Height)> Bars
    {
        get
        {
            var now = Time.GetUtcNow();
            var longest = Runs.Select(run => Seconds(run, now)).DefaultIfEmpty(0).Max();
            return Runs.Reverse().Select(run => (run, longest <= 0 ? Lowest : Lowest + (int)((100 - Lowest) * Seconds(run, now) / longest)));
        }
    }

    private static double Seconds(Run run, DateTimeOffset now) => run.StartedAt is { } start ? ((run.FinishedAt ?? now) - start).TotalSeconds : 0;

    private string Words(Run run)
    {
        var took = DurationWords.Between(run.StartedAt, run.FinishedAt, Time.GetUtcNow());
        var state = Shell[$"State{run.State}"];
        return took is null ? state : $"{state} · {took} · {run.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}Z";
    }
}
