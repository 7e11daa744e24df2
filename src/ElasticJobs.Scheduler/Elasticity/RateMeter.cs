namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>How fast a counter grows, over the last half minute. Not for several threads.</summary>
internal sealed class RateMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly Queue<(long At, long Count)> _seen = new();
    private long? _last;

    /// <summary>A second.</summary>
    public double Of(long count)
    {
        var now = time.GetTimestamp();
        if (_last is not { } last || time.GetElapsedTime(last, now) >= Step)
        {
            _seen.Enqueue((now, count));
            _last = now;
        }

        while (_seen.Count > 1 && time.GetElapsedTime(_seen.Peek().At, now) > Window)
            _seen.Dequeue();
        var (since, from) = _seen.Peek();
        var elapsed = time.GetElapsedTime(since, now);
        return elapsed < Step ? 0 : (count - from) / elapsed.TotalSeconds;
    }
}
