using System.Threading.Channels;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>One connection of a consumer. What is on its way on it is bounded by the consumer's window.</summary>
internal sealed class Watcher(string uid, long connection, CancellationToken cancellationToken) : IDisposable
{
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public string Uid { get; } = uid;

    public long Connection { get; } = connection;

    public void Give(Delivery delivery) => _deliveries.Writer.TryWrite(delivery);

    /// <summary>Another connection takes its place, or the console ends.</summary>
    public void End() => _deliveries.Writer.TryComplete();

    public IAsyncEnumerable<Delivery> ReadAsync() => _deliveries.Reader.ReadAllAsync(_end.Token);

    public void Dispose() => _end.Dispose();
}
