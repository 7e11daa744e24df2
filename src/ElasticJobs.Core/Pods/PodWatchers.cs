using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ElasticJobs.Core.Pods;

/// <summary>Those who watch a runtime's pods: each is told of all pods that are known, then of every change (see <see cref="IPodRuntime.WatchAsync"/>).</summary>
/// <param name="gate">The runtime's lock on its pods. Changes are told while it is held, so that none falls between a snapshot and what follows it.</param>
public sealed class PodWatchers(Lock gate)
{
    private readonly List<Channel<PodEvent>> _watchers = [];

    /// <summary>To be called with the gate held.</summary>
    public void Tell(PodStatus status)
    {
        foreach (var watcher in _watchers)
            watcher.Writer.TryWrite(new PodEvent(status));
    }

    /// <param name="known">All pods; read with the gate held.</param>
    public async IAsyncEnumerable<PodEvent> WatchAsync(Func<IEnumerable<PodStatus>> known, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Unbounded, yet small: a pod has few states in its life, and a watcher is at most those behind.
        var channel = Channel.CreateUnbounded<PodEvent>(new UnboundedChannelOptions { SingleReader = true });
        lock (gate)
        {
            foreach (var status in known())
                channel.Writer.TryWrite(new PodEvent(status));
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
            lock (gate)
                _watchers.Remove(channel);
        }
    }

    /// <summary>Ends every watch.</summary>
    public void Complete()
    {
        lock (gate)
        {
            foreach (var watcher in _watchers)
                watcher.Writer.TryComplete();
        }
    }
}
