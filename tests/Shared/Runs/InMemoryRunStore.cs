using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Tests.Shared.Runs;

/// <summary>Runs in memory, with what the real store promises: rows replaced by key, older versions refused, a stop request that is never lost to a step that did not know it.</summary>
public sealed class InMemoryRunStore : IRunStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, RunDetail> _runs = [];
    private readonly List<StateChange> _changes = [];

    /// <summary>Called before each commit; may throw or wait.</summary>
    public Func<RunChange, Task> OnCommit { get; set; } = _ => Task.CompletedTask;

    public Task CreateAsync(Run run, IReadOnlyList<TaskRun> tasks, string actor, CancellationToken cancellationToken)
    {
        lock (_gate)
            _runs.TryAdd(run.Id, new RunDetail(run, tasks, []));
        return Task.CompletedTask;
    }

    public async Task CommitAsync(RunChange change, CancellationToken cancellationToken)
    {
        await OnCommit(change);
        lock (_gate)
        {
            if (!_runs.TryGetValue(change.Run.Id, out var old) || old.Run.Version >= change.Run.Version)
                return;
            var applied = RunRows.Apply(old, change);
            _runs[change.Run.Id] = applied with
            {
                Run = KeepRequest(old.Run, applied.Run),
                Attempts = [.. applied.Attempts.Select(attempt => attempt with { Use = attempt.Use ?? old.Attempts.FirstOrDefault(row => row.Key == attempt.Key)?.Use })],
            };
            _changes.AddRange(change.Changes.Select((state, index) => state with { Sequence = _changes.Count + index + 1 }));
        }
    }

    public Task<bool> RequestStopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_runs.TryGetValue(run, out var detail) || detail.Run.IsFinished)
                return Task.FromResult(false);
            if (request > detail.Run.StopRequest)
                _runs[run] = detail with { Run = detail.Run with { StopRequest = request, StopRequestedBy = actor } };
            return Task.FromResult(true);
        }
    }

    public Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_runs.GetValueOrDefault(run));
    }

    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var runs = _runs.Values.Select(detail => detail.Run)
                .Where(run => run.Project == query.Project && (query.Pipeline is null || run.Pipeline == query.Pipeline))
                .Where(run => query.States is not { Count: > 0 } states || states.Contains(run.State))
                .Where(run => query.Triggers is { Count: > 0 } triggers ? triggers.Contains(run.Trigger) : run.Trigger != RunTrigger.Debug)
                .OrderByDescending(run => run.Id)
                .ToList();
            var skip = query.Cursor is { } cursor ? runs.FindIndex(run => run.Id.ToString() == cursor) + 1 : 0;
            var page = runs.Skip(skip).Take(query.Limit).ToList();
            return Task.FromResult(new RunPage(page, skip + page.Count < runs.Count ? page[^1].Id.ToString() : null));
        }
    }

    public Task<IReadOnlyList<RunId>> ListUnfinishedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<RunId>>([.. _runs.Values.Where(detail => !detail.Run.IsFinished).Select(detail => detail.Run.Id).Order()]);
    }

    public Task<IReadOnlyList<(RunId Run, StopRequest Request, string Actor)>> ListStopRequestsAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<(RunId, StopRequest, string)>>(
                [.. _runs.Values.Select(detail => detail.Run).Where(run => !run.IsFinished && run.StopRequest != StopRequest.None).Select(run => (run.Id, run.StopRequest, run.StopRequestedBy!))]);
        }
    }

    public Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> ListRecentAsync(
        string project, IReadOnlyCollection<string> pipelines, int each, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyDictionary<string, IReadOnlyList<Run>>>(_runs.Values.Select(detail => detail.Run)
                .Where(run => run.Project == project && pipelines.Contains(run.Pipeline) && run.Trigger != RunTrigger.Debug)
                .GroupBy(run => run.Pipeline)
                .ToDictionary(group => group.Key, group => (IReadOnlyList<Run>)[.. group.OrderByDescending(run => run.Id).Take(each)]));
        }
    }

    public Task<IReadOnlyList<StateChange>> ListChangesAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult<IReadOnlyList<StateChange>>([.. _changes.Where(change => change.Run == run)]);
    }

    public Task SetUseAsync(AttemptKey attempt, ResourceUse use, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(attempt.Run, out var detail))
                _runs[attempt.Run] = detail with { Attempts = [.. detail.Attempts.Select(row => row.Key == attempt ? row with { Use = use } : row)] };
        }

        return Task.CompletedTask;
    }

    public Task DeleteAsync(RunId run, CancellationToken cancellationToken)
    {
        lock (_gate)
            _runs.Remove(run);
        return Task.CompletedTask;
    }

    private static Run KeepRequest(Run old, Run run) =>
        run.StopRequest >= old.StopRequest || (old.IsFinished && !run.IsFinished)
            ? run
            : run with { StopRequest = old.StopRequest, StopRequestedBy = old.StopRequestedBy };
}
