using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Tests.Shared.Pods;

/// <summary>The pods of a runtime in memory, and the watches on them.</summary>
public sealed class PodEvents
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, PodStatus> _pods = [];
    private readonly List<ChannelWriter<PodEvent>> _watches = [];

    public IReadOnlyList<PodStatus> All
    {
        get
        {
            lock (_gate)
                return [.. _pods.Values];
        }
    }

    public PodStatus? Find(string name)
    {
        lock (_gate)
            return _pods.GetValueOrDefault(name);
    }

    /// <summary>Puts the pod into its new state and tells it to all watches. False: there is none, or <paramref name="change"/> gave null.</summary>
    public bool Set(string name, Func<PodStatus?, PodStatus?> change)
    {
        lock (_gate)
        {
            if (change(_pods.GetValueOrDefault(name)) is not { } pod)
                return false;
            _pods[name] = pod;
            _watches.ForEach(watch => watch.TryWrite(new PodEvent(pod)));
            return true;
        }
    }

    public void Remove(string name)
    {
        lock (_gate)
            _pods.Remove(name);
    }

    /// <summary>As if the connection to the runtime was lost.</summary>
    public void BreakWatches()
    {
        lock (_gate)
        {
            _watches.ForEach(watch => watch.TryComplete(new IOException("The connection was lost.")));
            _watches.Clear();
        }
    }

    public async IAsyncEnumerable<PodEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<PodEvent>();
        lock (_gate)
        {
            foreach (var pod in _pods.Values)
                channel.Writer.TryWrite(new PodEvent(pod));
            channel.Writer.TryWrite(PodEvent.SnapshotEnd);
            _watches.Add(channel.Writer);
        }

        await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken))
            yield return change;
    }
}
