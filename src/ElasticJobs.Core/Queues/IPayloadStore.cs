namespace ElasticJobs.Core.Queues;

/// <summary>Payloads that are too large to lie beside their frames.</summary>
public interface IPayloadStore
{
    /// <summary>Durable when it returns.</summary>
    /// <param name="queue">Id of the queue's input.</param>
    Task WriteAsync(StreamId queue, PayloadRef payload, ReadOnlyMemory<byte> data, CancellationToken cancellationToken);

    /// <summary>Null: it is not there.</summary>
    Task<byte[]?> ReadAsync(StreamId queue, PayloadRef payload, CancellationToken cancellationToken);

    /// <summary>Not there: a no-op.</summary>
    void Delete(StreamId queue, PayloadRef payload);

    void DeleteAll(StreamId queue);

    /// <summary>Of one queue, with the times at which they were written.</summary>
    IReadOnlyList<(PayloadRef Payload, DateTimeOffset WrittenAt)> List(StreamId queue);

    /// <summary>Queues that have any.</summary>
    IReadOnlyList<StreamId> ListQueues();
}
