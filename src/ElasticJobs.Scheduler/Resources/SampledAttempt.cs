using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>A running attempt's counters turned into points, and when to read them next. Safe for threads.</summary>
internal sealed class SampledAttempt
{
    /// <summary>Ten minutes of a watched attempt.</summary>
    private const int RecentPoints = 300;

    /// <summary>An attempt younger than this was started by this console; an older one was found running, and its counters tell nothing of lately.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Queue<ResourceSample> _recent = [];
    private readonly UseMeter _meter = new();
    private ResourceReading? _previous;
    private ResourceReading? _stored;
    private TimeSpan _wait = SampleCollector.FirstInterval;
    private DateTimeOffset _readAt;
    private int _points;
    private bool _isEnded;

    public SampledAttempt(AttemptKey key, string podName, DateTimeOffset createdAt, DateTimeOffset now)
    {
        Key = key;
        PodName = podName;
        IsAdopted = now - createdAt > Fresh;
        if (!IsAdopted)
            _previous = _stored = new ResourceReading { At = createdAt, CpuTime = TimeSpan.Zero, MemoryBytes = 0, DiskReadBytes = 0, DiskWriteBytes = 0 };
        Due = now + SampleCollector.FirstInterval;
    }

    public AttemptKey Key { get; }

    public string PodName { get; }

    /// <summary>Points of before this console's start are in the store alone.</summary>
    public bool IsAdopted { get; }

    public DateTimeOffset Due { get; private set; }

    public ResourceUse? Use
    {
        get
        {
            lock (_gate)
                return _meter.Use;
        }
    }

    public IReadOnlyList<ResourceSample> Recent
    {
        get
        {
            lock (_gate)
                return [.. _recent];
        }
    }

    public bool IsDue(DateTimeOffset now, bool watched) => now >= Due || (watched && now >= _readAt + SampleCollector.WatchedInterval);

    /// <summary>The pod doesn't run (yet).</summary>
    public void Missed(DateTimeOffset now)
    {
        _wait = _wait * 2 > SampleCollector.StoredInterval ? SampleCollector.StoredInterval : _wait * 2;
        (_readAt, Due) = (now, now + _wait);
    }

    /// <returns>The point for viewers (null: no interval has passed), and the one to store when its 15 s are over.</returns>
    public (ResourceSample? Live, ResourceSample? ToStore) Take(ResourceReading reading, DateTimeOffset now)
    {
        lock (_gate)
        {
            _readAt = now;
            Due = now + (_points++ < 2 ? SampleCollector.EarlyInterval : SampleCollector.StoredInterval);
            var previous = _previous;
            if (_isEnded || reading.At <= previous?.At)
                return default;
            _previous = reading;
            if (previous is null)
            {
                _stored = reading;
                return default;
            }
            var live = Point(previous, reading);
            _meter.Add(live, reading.At - previous.At);
            _recent.Enqueue(live);
            if (_recent.Count > RecentPoints)
                _recent.Dequeue();
            if (reading.At - _stored!.At < SampleCollector.StoredInterval)
                return (live, null);
            var toStore = Point(_stored, reading);
            _stored = reading;
            return (live, toStore);
        }
    }

    /// <summary>No point comes after; gives what is not stored yet, the same when it is asked again.</summary>
    public ResourceSample? End()
    {
        lock (_gate)
        {
            _isEnded = true;
            return _previous?.At > _stored?.At ? Point(_stored, _previous) : null;
        }
    }

    /// <summary>Rate = difference of the counters / time between them. A counter that ran back (a process's share of it went with the process) counts as unmoved.</summary>
    private static ResourceSample Point(ResourceReading from, ResourceReading to)
    {
        var seconds = (to.At - from.At).TotalSeconds;
        return new ResourceSample(
            to.At,
            Math.Max(0, (to.CpuTime - from.CpuTime).TotalSeconds / seconds),
            to.MemoryBytes,
            Rate(from.DiskReadBytes, to.DiskReadBytes),
            Rate(from.DiskWriteBytes, to.DiskWriteBytes),
            to.Processes,
            to.GpuUse,
            to.GpuMemoryBytes);

        double? Rate(long? before, long? after) => before is { } b && after is { } a ? Math.Max(0, (a - b) / seconds) : null;
    }
}
