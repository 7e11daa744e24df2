using ElasticJobs.Core.Logs;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>A log that grows, and when to look at it next.</summary>
internal sealed class CollectedLog(LogKey key)
{
    private static readonly TimeSpan LongestInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(1);

    private TimeSpan _interval;
    private TimeSpan _backoff;

    public LogKey Key { get; } = key;

    /// <summary>Held while the log is indexed: the store takes one call at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    public long Total { get; private set; }

    public DateTimeOffset Due { get; private set; }

    public bool HasFailed => _backoff > TimeSpan.Zero;

    /// <summary>Soon again while it grows, up to a second while it is idle.</summary>
    public void Visited(long total, DateTimeOffset now)
    {
        _interval = total > Total ? LogCollector.Interval : Longer(_interval, LogCollector.Interval, LongestInterval);
        _backoff = TimeSpan.Zero;
        (Total, Due) = (total, now + _interval);
    }

    public void Failed(DateTimeOffset now)
    {
        _backoff = Longer(_backoff, LongestInterval, LongestBackoff);
        Due = now + _backoff;
    }

    private static TimeSpan Longer(TimeSpan current, TimeSpan first, TimeSpan last) =>
        current < first ? first : current * 2 > last ? last : current * 2;
}
