using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.Resources;

/// <summary>A run store of which only runs, attempts and their use are asked.</summary>
internal sealed class AttemptRows : IRunStore
{
    public List<RunDetail> Runs { get; } = [];

    /// <summary>Of a run that is not in <see cref="Runs"/>.</summary>
    public List<TaskAttempt> Attempts { get; } = [];

    public Dictionary<AttemptKey, ResourceUse> Uses { get; } = [];

    public Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult(
        Runs.FirstOrDefault(detail => detail.Run.Id == run) ?? (Attempts.Count > 0 ? new RunDetail(null!, [], Attempts) : null));

    public Task SetUseAsync(AttemptKey attempt, ResourceUse use, CancellationToken cancellationToken)
    {
        Uses[attempt] = use;
        return Task.CompletedTask;
    }

    public Task CreateAsync(Run run, IReadOnlyList<TaskRun> tasks, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CommitAsync(RunChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RequestStopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>One run a page, so that callers have to turn them.</summary>
    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var found = Runs.Select(detail => detail.Run)
            .Where(run => run.Project == query.Project && run.Pipeline == query.Pipeline && query.Triggers!.Contains(run.Trigger) && (query.CreatedBy is null || query.CreatedBy == run.CreatedBy))
            .SkipWhile(run => query.Cursor is not null && run.Id.ToString() != query.Cursor)
            .Take(2)
            .ToList();
        return Task.FromResult(new RunPage([.. found.Take(1)], found.Count > 1 ? found[1].Id.ToString() : null));
    }

    public Task<IReadOnlyList<RunId>> ListUnfinishedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<(RunId Run, StopRequest Request, string Actor)>> ListStopRequestsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> ListRecentAsync(string project, IReadOnlyCollection<string> pipelines, int each, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<StateChange>> ListChangesAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();
}
