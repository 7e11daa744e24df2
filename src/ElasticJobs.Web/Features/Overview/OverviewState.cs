using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Overview;

/// <summary>What the first page shows of a project's runs, kept current by changes.</summary>
internal sealed class OverviewState(IRunStore store, string project)
{
    private const int MostRunning = 50;
    private const int MostRecent = 12;
    private const int MostFailures = 5;
    private static readonly RunState[] Unfinished = [RunState.Queued, RunState.Running];
    private static readonly RunState[] Broken = [RunState.Failed, RunState.TimedOut];
    private readonly Dictionary<RunId, Run> _runs = [];

    public bool IsLoaded { get; private set; }

    public IReadOnlyList<Run> Running { get; private set; } = [];

    public IReadOnlyList<Run> Failures { get; private set; } = [];

    public IReadOnlyList<Run> Recent { get; private set; } = [];

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        RunQuery[] queries =
        [
            new(project, States: Unfinished, Limit: MostRunning),
            new(project, States: Broken, Limit: MostFailures),
            new(project, Limit: MostRecent),
        ];
        foreach (var query in queries)
        {
            foreach (var run in (await store.ListAsync(query, cancellationToken)).Runs)
            {
                Take(run);
            }
        }

        IsLoaded = true;
        Arrange();
    }

    /// <summary>True: something shown has changed.</summary>
    public bool Apply(Run run)
    {
        if (run.Trigger == RunTrigger.Debug || !Take(run))
        {
            return false;
        }

        Arrange();
        return IsLoaded;
    }

    private bool Take(Run run)
    {
        if (_runs.TryGetValue(run.Id, out var known) && known.Version >= run.Version)
        {
            return false;
        }

        _runs[run.Id] = run;
        return true;
    }

    private void Arrange()
    {
        List<Run> newest = [.. _runs.Values.OrderByDescending(run => run.CreatedAt).ThenByDescending(run => run.Id)];
        Running = [.. newest.Where(run => !run.IsFinished).Take(MostRunning)];
        Failures = [.. newest.Where(run => Broken.Contains(run.State)).OrderByDescending(run => run.FinishedAt).Take(MostFailures)];
        Recent = [.. newest.Take(MostRecent)];
        HashSet<RunId> shown = [.. Running.Concat(Failures).Concat(Recent).Select(run => run.Id)];
        foreach (var id in _runs.Keys.Where(id => !shown.Contains(id)).ToList())
        {
            _runs.Remove(id);
        }
    }
}
