using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.List;

/// <summary>What the list of runs shows: pages of the store, newest first, kept current by changes.</summary>
internal sealed class RunsState(IRunStore store, string project)
{
    public const int PageSize = 50;

    // Changes that came while a page was read, which may be older than they are.
    private readonly Dictionary<RunId, Run> _changed = [];
    private int _reading;

    public RunFilter Filter { get; private set; } = RunFilter.Read(null, null, null, null, null);

    public IReadOnlyList<Run> Runs { get; private set; } = [];

    /// <summary>Null: all are shown.</summary>
    public string? NextCursor { get; private set; }

    public bool IsLoaded { get; private set; }

    public bool HasUnfinished => Runs.Any(run => !run.IsFinished);

    public async Task LoadAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        Filter = filter;
        var page = await ReadAsync(filter, null, cancellationToken);
        if (Filter == filter)
        {
            (Runs, NextCursor, IsLoaded) = (page.Runs, page.NextCursor, true);
            TakeChanges();
        }
    }

    public async Task LoadMoreAsync(CancellationToken cancellationToken)
    {
        if (NextCursor is not { } cursor)
        {
            return;
        }

        var filter = Filter;
        var page = await ReadAsync(filter, cursor, cancellationToken);
        if (Filter == filter && cursor == NextCursor)
        {
            var known = Runs.Select(run => run.Id).ToHashSet();
            (Runs, NextCursor) = ([.. Runs, .. page.Runs.Where(run => !known.Contains(run.Id))], page.NextCursor);
            TakeChanges();
        }
    }

    /// <summary>Takes a run's newer version in. True: the list changed.</summary>
    public bool Apply(Run changed)
    {
        if (_reading > 0)
        {
            _changed[changed.Id] = changed;
        }

        var known = Runs.FirstOrDefault(run => run.Id == changed.Id);
        if (!IsLoaded || known?.Version >= changed.Version)
        {
            return false;
        }

        var belongs = Filter.Matches(changed) && (known is not null || NextCursor is null || Runs.Count == 0 || changed.CreatedAt >= Runs[^1].CreatedAt);
        if (!belongs && known is null)
        {
            return false;
        }

        IEnumerable<Run> others = Runs.Where(run => run.Id != changed.Id);
        Runs = [.. (belongs ? others.Append(changed) : others).OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id)];
        return true;
    }

    private async Task<RunPage> ReadAsync(RunFilter filter, string? cursor, CancellationToken cancellationToken)
    {
        _reading++;
        try
        {
            return await store.ListAsync(filter.Query(project, cursor, PageSize), cancellationToken);
        }
        finally
        {
            _reading--;
        }
    }

    private void TakeChanges()
    {
        foreach (var run in _changed.Values.ToList())
        {
            Apply(run);
        }

        _changed.Clear();
    }
}
