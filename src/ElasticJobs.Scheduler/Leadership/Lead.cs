using ElasticJobs.Core.Leadership;

namespace ElasticJobs.Scheduler.Leadership;

/// <summary>Whether the scheduler of this console is the one that acts.</summary>
internal sealed class Lead
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ILeaderTerm? _term;

    public bool IsHere => _term is { Deposed.IsCancellationRequested: false };

    public void Begin(ILeaderTerm term)
    {
        _term = term;
        _begun.TrySetResult();
    }

    /// <summary>The process ends with its term, so it waits once.</summary>
    public Task WaitUntilHereAsync(CancellationToken cancellationToken) => _begun.Task.WaitAsync(cancellationToken);

    /// <summary>To be awaited before anything is done outside. Before the first term begins nothing is asked for, so nothing waits.</summary>
    public Task WaitUntilSureAsync(CancellationToken cancellationToken) => _term?.WaitUntilSureAsync(cancellationToken) ?? Task.CompletedTask;
}
