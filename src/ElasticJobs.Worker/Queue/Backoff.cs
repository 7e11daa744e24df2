namespace ElasticJobs.Worker.Queue;

/// <summary>Longer and longer waits between attempts, up to a limit.</summary>
internal sealed class Backoff(WorkerTimes times, TimeProvider time)
{
    private TimeSpan _next = times.FirstRetry;

    public void Reset() => _next = times.FirstRetry;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        var wait = _next;
        _next = wait * 2 < times.LastRetry ? wait * 2 : times.LastRetry;
        await Task.Delay(wait, time, cancellationToken);
    }
}
