using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Pipelines;

/// <summary>What the list of pipelines shows: a page of pipelines with their last runs, kept current by changes of runs.</summary>
internal sealed class PipelinesState(IPipelineStore pipelines, IRunStore runs, string project)
{
    public const int PageSize = 50;
    private const int RunsEach = 14;
    private readonly Dictionary<RunId, Run> _changed = [];
    private string? _search;

    public IReadOnlyList<PipelineRow> Rows { get; private set; } = [];

    /// <summary>Null: all are shown.</summary>
    public string? NextCursor { get; private set; }

    public bool IsLoaded { get; private set; }

    public bool HasUnfinished => Rows.Any(row => row.Runs.Any(run => !run.IsFinished));

    public async Task LoadAsync(string? search, CancellationToken cancellationToken)
    {
        _search = string.IsNullOrWhiteSpace(search) ? null : search.Trim();
        var asked = _search;
        var (rows, next) = await ReadAsync(null, cancellationToken);
        // A slower answer to an earlier question must not replace a newer one.
        if (asked == _search)
        {
            (Rows, NextCursor, IsLoaded) = (rows, next, true);
        }
    }

    public async Task LoadMoreAsync(CancellationToken cancellationToken)
    {
        if (NextCursor is { } cursor)
        {
            var asked = _search;
            var (rows, next) = await ReadAsync(cursor, cancellationToken);
            if (asked == _search && cursor == NextCursor)
            {
                (Rows, NextCursor) = ([.. Rows, .. rows], next);
            }
        }
    }

    /// <summary>Takes a run's newer version. True: a row changed.</summary>
    public bool Apply(Run run)
    {
        if (run.Trigger == RunTrigger.Debug)
        {
            return false;
        }

        if (!IsLoaded)
        {
            // It may be newer than what is being read.
            _changed[run.Id] = run;
            return false;
        }

        var index = Rows.ToList().FindIndex(row => row.Pipeline.Name == run.Pipeline);
        if (index < 0 || Merged(Rows[index].Runs, run) is not { } merged)
        {
            return false;
        }

        Rows = [.. Rows.Take(index), Rows[index] with { Runs = merged }, .. Rows.Skip(index + 1)];
        return true;
    }

    public void Remove(string pipeline) => Rows = [.. Rows.Where(row => row.Pipeline.Name != pipeline)];

    /// <summary>Null: nothing newer.</summary>
    internal static IReadOnlyList<Run>? Merged(IReadOnlyList<Run> runs, Run changed)
    {
        var known = runs.FirstOrDefault(run => run.Id == changed.Id);
        if (known?.Version >= changed.Version || (known is null && runs.Count == RunsEach && runs[^1].CreatedAt > changed.CreatedAt))
        {
            return null;
        }

        return [.. runs.Where(run => run.Id != changed.Id).Append(changed).OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id).Take(RunsEach)];
    }

    private async Task<(IReadOnlyList<PipelineRow> Rows, string? Next)> ReadAsync(string? cursor, CancellationToken cancellationToken)
    {
        var page = await pipelines.ListAsync(project, _search, cursor, PageSize, cancellationToken);
        var recent = await runs.ListRecentAsync(project, [.. page.Pipelines.Select(pipeline => pipeline.Name)], RunsEach, cancellationToken);
        var changed = _changed.Values.ToLookup(run => run.Pipeline);
        _changed.Clear();
        return (
            [.. page.Pipelines.Select(pipeline => new PipelineRow(
                pipeline,
                changed[pipeline.Name].Aggregate(recent.GetValueOrDefault(pipeline.Name, []), (known, run) => Merged(known, run) ?? known)))],
            page.NextCursor);
    }
}
