using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.Pods;

/// <summary>The pods that are known, and who watches them.</summary>
internal sealed class PodRegistry
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, LocalPod> _pods = new(StringComparer.Ordinal);
    private readonly List<Channel<PodEvent>> _watchers = [];

    /// <summary>Pods that have ended and may still hold something.</summary>
    public ConcurrentQueue<LocalPod> Ended { get; } = new();

    public IEnumerable<LocalPod> All => _pods.Values;

    public LocalPod? Find(string name) => _pods.GetValueOrDefault(name);

    /// <summary>The pod that is known by this name from now on: <paramref name="pod"/>, or the one that was.</summary>
    public LocalPod Add(LocalPod pod)
    {
        lock (_gate)
        {
            if (_pods.TryGetValue(pod.Name, out var known))
                return known;
            _pods[pod.Name] = pod;
            Tell(pod.Status);
            return pod;
        }
    }

    public void Remove(string name) => _pods.TryRemove(name, out _);

    /// <summary>Makes <paramref name="status"/> the pod's and tells everyone who watches.</summary>
    public void Publish(LocalPod pod, PodStatus status)
    {
        lock (_gate)
        {
            pod.Status = status;
            Tell(status);
        }

        if (status.IsTerminal)
            Ended.Enqueue(pod);
    }

    public async IAsyncEnumerable<PodEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Unbounded, yet small: a pod has three states in its life, so a watcher is at most three events a pod behind.
        var channel = Channel.CreateUnbounded<PodEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            foreach (var pod in _pods.Values)
                channel.Writer.TryWrite(new PodEvent(pod.Status));
            channel.Writer.TryWrite(PodEvent.SnapshotEnd);
            _watchers.Add(channel);
        }

        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return change;
        }
        finally
        {
            lock (_gate)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Ends every watch.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            foreach (var watcher in _watchers)
                watcher.Writer.TryComplete();
        }
    }

    private void Tell(PodStatus status)
    {
        foreach (var watcher in _watchers)
            watcher.Writer.TryWrite(new PodEvent(status));
    }
}
