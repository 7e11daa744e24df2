using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.Resources;

/// <summary>A run store of which only attempts and their use are asked.</summary>
internal sealed class AttemptRows : IRunStore
{
    public List<TaskAttempt> Attempts { get; } = [];

    public Dictionary<AttemptKey, ResourceUse> Uses { get; } = [];

    public Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken) => Task.FromResult<RunDetail?>(new RunDetail(null!, [], Attempts));

    public Task SetUseAsync(AttemptKey attempt, ResourceUse use, CancellationToken cancellationToken)
    {
        Uses[attempt] = use;
        return Task.CompletedTask;
    }

    public Task CreateAsync(Run run, IReadOnlyList<TaskRun> tasks, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CommitAsync(RunChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RequestStopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<RunPage> ListAsync(RunQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RunId>> ListUnfinishedAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyDictionary<string, IReadOnlyList<Run>>> ListRecentAsync(string project, IReadOnlyCollection<string> pipelines, int each, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<StateChange>> ListChangesAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(RunId run, CancellationToken cancellationToken) => throw new NotSupportedException();
}
