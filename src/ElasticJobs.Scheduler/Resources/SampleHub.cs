using System.Threading.Channels;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>Brings new points to those who watch an attempt, here or at another console. A viewer holds 600 points at most; beyond, its oldest go.</summary>
internal sealed class SampleHub(ISampleSignals signals, Lead lead, TimeProvider time)
{
    /// <summary>How long another console's word holds that someone watches there. It is given again more often than that.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private const int PointsPerViewer = 600;

    private readonly Lock _gate = new();
    private readonly Dictionary<AttemptKey, List<Channel<ResourceSample>>> _viewers = [];
    private readonly Dictionary<AttemptKey, long> _elsewhere = [];

    /// <summary>By someone here.</summary>
    public IReadOnlyList<AttemptKey> Watched
    {
        get
        {
            lock (_gate)
                return [.. _viewers.Keys];
        }
    }

    public bool IsWatched(AttemptKey attempt)
    {
        lock (_gate)
            return _viewers.ContainsKey(attempt) || IsWatchedElsewhere(attempt);
    }

    public Channel<ResourceSample> Open(AttemptKey attempt)
    {
        var channel = Channel.CreateBounded<ResourceSample>(new BoundedChannelOptions(PointsPerViewer) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_gate)
        {
            if (!_viewers.TryGetValue(attempt, out var viewers))
                _viewers[attempt] = viewers = [];
            viewers.Add(channel);
        }

        if (!lead.IsHere)
            signals.Send(new SampleSignal(SampleSignalKind.Opened, attempt));
        return channel;
    }

    public void Close(AttemptKey attempt, Channel<ResourceSample> channel)
    {
        lock (_gate)
        {
            if (_viewers.TryGetValue(attempt, out var viewers) && viewers.Remove(channel) && viewers.Count == 0)
                _viewers.Remove(attempt);
        }
    }

    /// <summary>A point that was read here.</summary>
    public void Publish(AttemptKey attempt, ResourceSample sample)
    {
        Show(attempt, sample);
        Tell(new SampleSignal(SampleSignalKind.Point, attempt, sample));
    }

    /// <summary>The attempt has ended.</summary>
    public void Complete(AttemptKey attempt)
    {
        End(attempt);
        Tell(new SampleSignal(SampleSignalKind.Ended, attempt));
    }

    /// <summary>To those who watch here alone.</summary>
    public void Show(AttemptKey attempt, ResourceSample sample)
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers.GetValueOrDefault(attempt) ?? [])
                viewer.Writer.TryWrite(sample);
        }
    }

    /// <summary>Ends the streams of those who watch here.</summary>
    public void End(AttemptKey attempt)
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers.GetValueOrDefault(attempt) ?? [])
                viewer.Writer.TryComplete();
        }
    }

    /// <summary>Another console shows it, from now for <see cref="Lease"/>.</summary>
    public void WatchElsewhere(AttemptKey attempt)
    {
        lock (_gate)
            _elsewhere[attempt] = time.GetTimestamp();
    }

    /// <summary>Forgets whom no other console has spoken of for <see cref="Lease"/>.</summary>
    public void ForgetUnwatched()
    {
        lock (_gate)
        {
            foreach (var attempt in _elsewhere.Keys.Where(attempt => !IsWatchedElsewhere(attempt)).ToList())
                _elsewhere.Remove(attempt);
        }
    }

    private void Tell(SampleSignal signal)
    {
        bool isWatched;
        lock (_gate)
            isWatched = IsWatchedElsewhere(signal.Attempt);
        if (isWatched)
            signals.Send(signal);
    }

    private bool IsWatchedElsewhere(AttemptKey attempt) => _elsewhere.TryGetValue(attempt, out var said) && time.GetElapsedTime(said) < Lease;
}
