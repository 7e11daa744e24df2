using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.Pods;

/// <summary>The pods that are known, and who watches them.</summary>
internal sealed class PodRegistry
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, LocalPod> _pods = new(StringComparer.Ordinal);
    private readonly PodWatchers _watchers;

    public PodRegistry() => _watchers = new PodWatchers(_gate);

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
            _watchers.Tell(pod.Status);
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
            _watchers.Tell(status);
        }

        if (status.IsTerminal)
            Ended.Enqueue(pod);
    }

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => _watchers.WatchAsync(() => _pods.Values.Select(pod => pod.Status), cancellationToken);

    /// <summary>Ends every watch.</summary>
    public void Complete() => _watchers.Complete();
}
