namespace ElasticJobs.Scheduler.Queues;

/// <summary>Wakes everybody who waits for something to change. Take <see cref="Next"/> before looking, so that nothing is missed.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Set() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
