using ElasticJobs.Core.Leadership;

namespace ElasticJobs.Scheduler.Leadership;

/// <summary>Whether the scheduler of this console is the one that acts.</summary>
internal sealed class Lead
{
    private volatile ILeaderTerm? _term;

    public bool IsHere => _term is { Deposed.IsCancellationRequested: false };

    public void Begin(ILeaderTerm term) => _term = term;

    /// <summary>To be awaited before anything is done outside. Before the first term begins nothing is asked for, so nothing waits.</summary>
    public Task WaitUntilSureAsync(CancellationToken cancellationToken) => _term?.WaitUntilSureAsync(cancellationToken) ?? Task.CompletedTask;
}
