namespace ElasticJobs.Core.Queues;

/// <summary>Streams of queues, durable. One console writes; see the leader's fence.</summary>
public interface IQueueStore
{
    /// <summary>The stream of that kind of the queue; made when it is asked for first.</summary>
    /// <param name="queue">Name of its service.</param>
    Task<StreamId> OpenAsync(string queue, StreamKind kind, CancellationToken cancellationToken);

    /// <summary>How much of a queue's stream is not done. 0 also when there is none.</summary>
    Task<long> CountAsync(string queue, StreamKind kind, CancellationToken cancellationToken);

    /// <summary>Greatest index that the stream has used. 0: none.</summary>
    Task<long> LastIndexAsync(StreamId stream, CancellationToken cancellationToken);

    /// <summary>All that is not done, by index, for an index in memory after a restart.</summary>
    IAsyncEnumerable<FrameHead> ReadHeadsAsync(StreamId stream, CancellationToken cancellationToken);

    /// <summary>Durable when it returns.</summary>
    /// <returns>False: the stream has one with that request id.</returns>
    Task<bool> PutAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken);

    /// <summary>Null: it is not there, or was removed.</summary>
    Task<QueueFrame?> FindAsync(StreamId stream, long index, CancellationToken cancellationToken);

    /// <summary>Null: there is none.</summary>
    Task<QueueFrame?> FindAsync(StreamId stream, string requestId, CancellationToken cancellationToken);

    /// <summary>What is not done, by index, with payloads.</summary>
    /// <param name="from">Least index.</param>
    /// <param name="limit">At most so many.</param>
    Task<IReadOnlyList<QueueFrame>> ReadAsync(StreamId stream, long from, int limit, CancellationToken cancellationToken);

    /// <summary>A frame that is not done has another payload, tags, priority and tenant from now on. All else of it stays.</summary>
    /// <returns>False: it is not there, or done.</returns>
    Task<bool> ChangeAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken);

    /// <summary>Frames were given to somebody.</summary>
    Task LeaseAsync(StreamId stream, IReadOnlyList<FrameLease> leases, CancellationToken cancellationToken);

    /// <summary>A lease has ended and the frame waits again.</summary>
    Task ReturnAsync(StreamId stream, LeaseEnd end, CancellationToken cancellationToken);

    /// <summary>Frames are done; with it other streams may take what came of them, all or nothing.</summary>
    /// <param name="puts">E.g. a result for the sink, or a dead letter.</param>
    Task EndAsync(StreamId stream, IReadOnlyList<long> indexes, FrameEnd end, IReadOnlyList<(StreamId Stream, QueueFrame Frame)> puts, CancellationToken cancellationToken);

    /// <summary>Removes for good what was done before a time, but never a stream's last frame, whose index is not to be used again.</summary>
    /// <returns>How many.</returns>
    Task<int> RemoveEndedAsync(StreamId stream, DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>A frame and who has it.</summary>
public readonly record struct FrameLease(long Index, long Epoch, int Deliveries, string Holder);
