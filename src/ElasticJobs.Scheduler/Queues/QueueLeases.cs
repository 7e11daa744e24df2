using System.Threading.Channels;
using ElasticJobs.Core.Queues;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>
/// Stores who has what behind the deliveries, in order. A worker is not kept waiting for it: should the console die in between, the frame is given away again, or its worker, coming back, says that it is done.
/// </summary>
internal sealed partial class QueueLeases : IAsyncDisposable
{
    /// <summary>Statements in one write.</summary>
    private const int AtOnce = 1000;

    // Bounded by the windows of all consumers: what is behind is stored as one.
    private readonly Channel<Pending> _pending = Channel.CreateUnbounded<Pending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IQueueStore _store;
    private readonly ILogger<QueueLeases> _logger;
    private readonly Task _storing;

    public QueueLeases(IQueueStore store, ILogger<QueueLeases> logger)
    {
        (_store, _logger) = (store, logger);
        _storing = Task.Run(StoreAsync);
    }

    public void Add(StreamId stream, FrameLease lease) => _pending.Writer.TryWrite(new Pending(stream, lease, null));

    /// <param name="write">After all that was given before.</param>
    public void Add(Func<Task> write) => _pending.Writer.TryWrite(new Pending(default, default, write));

    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        await _storing;
    }

    private async Task StoreAsync()
    {
        var group = new List<Pending>();
        while (await _pending.Reader.WaitToReadAsync())
        {
            Func<Task>? then = null;
            while (then is null && group.Count < AtOnce && _pending.Reader.TryRead(out var item))
            {
                then = item.Then;
                if (then is null)
                    group.Add(item);
            }

            foreach (var stream in group.GroupBy(item => item.Stream))
                await TryAsync(() => _store.LeaseAsync(stream.Key, [.. stream.Select(item => item.Lease)], CancellationToken.None));
            group.Clear();
            if (then is not null)
                await TryAsync(then);
        }
    }

    private async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception)
        {
            LogNotStored(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Who has which frames of a queue was not stored; after a restart some may be given away again.")]
    private partial void LogNotStored(Exception exception);

    private readonly record struct Pending(StreamId Stream, FrameLease Lease, Func<Task>? Then);
}
