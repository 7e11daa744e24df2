using System.Threading.Channels;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>Brings new points to those who watch an attempt. A viewer holds 600 points at most; beyond, its oldest go.</summary>
internal sealed class SampleHub
{
    private const int PointsPerViewer = 600;

    private readonly Lock _gate = new();
    private readonly Dictionary<AttemptKey, List<Channel<ResourceSample>>> _viewers = [];

    public bool IsWatched(AttemptKey attempt)
    {
        lock (_gate)
            return _viewers.ContainsKey(attempt);
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

    public void Publish(AttemptKey attempt, ResourceSample sample)
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers.GetValueOrDefault(attempt) ?? [])
                viewer.Writer.TryWrite(sample);
        }
    }

    /// <summary>The attempt has ended.</summary>
    public void Complete(AttemptKey attempt)
    {
        lock (_gate)
        {
            foreach (var viewer in _viewers.GetValueOrDefault(attempt) ?? [])
                viewer.Writer.TryComplete();
        }
    }
}
