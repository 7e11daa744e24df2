using ElasticJobs.Core.Queues;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>Says how long the queues are; pages ask storage for nothing else.</summary>
internal sealed class CountedQueues(FakeQueues queues) : IQueueStore
{
    public Task<long> CountAsync(string queue, StreamKind kind, CancellationToken cancellationToken) => Task.FromResult(queues[queue].Input.Describe().Length);

    public Task<StreamId> OpenAsync(string queue, StreamKind kind, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> LastIndexAsync(StreamId stream, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<FrameHead> ReadHeadsAsync(StreamId stream, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> PutAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueFrame?> FindAsync(StreamId stream, long index, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueFrame?> FindAsync(StreamId stream, string requestId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<QueueFrame>> ReadAsync(StreamId stream, long from, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ChangeAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task LeaseAsync(StreamId stream, IReadOnlyList<FrameLease> leases, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task ReturnAsync(StreamId stream, LeaseEnd end, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task EndAsync(StreamId stream, IReadOnlyList<long> indexes, FrameEnd end, IReadOnlyList<(StreamId Stream, QueueFrame Frame)> puts, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> RemoveEndedAsync(StreamId stream, DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
