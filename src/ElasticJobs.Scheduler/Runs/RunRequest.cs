using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Something asked of an active run by someone who waits for the answer.</summary>
internal abstract class RunRequest
{
    /// <summary>Whatever was asked could not be done.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>The run as it is committed. Answered null: not known in memory.</summary>
internal sealed class SnapshotRequest : RunRequest
{
    private readonly TaskCompletionSource<RunDetail?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RunDetail?> Answer => _answer.Task;

    public void Give(RunDetail? detail) => _answer.TrySetResult(detail);

    /// <summary>The store can be asked instead.</summary>
    public override void Fail(Exception exception) => Give(null);
}

/// <summary>Run again from the failure point. Answered once that is committed.</summary>
internal sealed class RetryRequest(string actor) : RunRequest
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Actor { get; } = actor;

    public Task Answer => _answer.Task;

    public void Done() => _answer.TrySetResult();

    public override void Fail(Exception exception) => _answer.TrySetException(exception);
}
