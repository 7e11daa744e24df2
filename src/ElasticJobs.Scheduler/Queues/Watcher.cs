using System.Threading.Channels;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>One connection of a consumer. What is on its way on it is bounded by the consumer's window.</summary>
internal sealed class Watcher(string uid, long connection, CancellationToken cancellationToken) : IDisposable
{
    private readonly Channel<Sending> _sendings = Channel.CreateUnbounded<Sending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    public string Uid { get; } = uid;

    public long Connection { get; } = connection;

    public void Give(Sending sending) => _sendings.Writer.TryWrite(sending);

    /// <summary>Another connection takes its place, or the console ends.</summary>
    public void End() => _sendings.Writer.TryComplete();

    public IAsyncEnumerable<Sending> ReadAsync() => _sendings.Reader.ReadAllAsync(_end.Token);

    public void Dispose() => _end.Dispose();
}
