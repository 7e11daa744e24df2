using ElasticJobs.Core.Queues;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>A stream in memory. Frames are held by whom a test says.</summary>
internal sealed class FakeStream(string group, TimeProvider time) : IQueueStream
{
    private readonly SortedDictionary<long, QueueFrame> _frames = [];
    private long _lastIndex;

    public Dictionary<long, string> Holders { get; } = [];

    /// <summary>How often it was read from.</summary>
    public int Reads { get; private set; }

    public QueueSettings Settings { get; init; } = QueueSettings.Default;

    public Task NextMove => Task.CompletedTask;

    public IReadOnlyCollection<long> Indexes => _frames.Keys;

    public QueueFrame Put(string text, string? requestId = null, params (string Key, string Value)[] tags) => Put(System.Text.Encoding.UTF8.GetBytes(text), requestId, tags);

    public QueueFrame Put(byte[] data, string? requestId, params (string Key, string Value)[] tags) =>
        Put(new FramePut(data, tags.ToDictionary(tag => tag.Key, tag => tag.Value), requestId), null, 0);

    public QueueFrame Put(FramePut put, string? reason, int deliveries)
    {
        var index = ++_lastIndex;
        return _frames[index] = new QueueFrame
        {
            Index = index,
            RequestId = put.RequestId ?? $"request-{index}",
            Priority = put.Priority,
            Tags = put.Tags,
            Data = put.Data,
            PutAt = time.GetUtcNow(),
            Reason = reason,
            Deliveries = deliveries,
        };
    }

    public Task<FramePlace> PutAsync(FramePut put, CancellationToken cancellationToken)
    {
        var frame = Put(put, null, 0);
        return Task.FromResult(new FramePlace(frame.Index, frame.RequestId, IsNew: true));
    }

    public Task<IReadOnlyList<QueueFrame>> GetAsync(long from, int limit, IReadOnlyDictionary<string, string> filter, string? requestId, TimeSpan wait, bool delete, CancellationToken cancellationToken)
    {
        Reads++;
        return Task.FromResult<IReadOnlyList<QueueFrame>>([.. _frames.Values
            .Where(frame => frame.Index >= from && (requestId is null || frame.RequestId == requestId) && filter.All(tag => frame.Tags.GetValueOrDefault(tag.Key) == tag.Value))
            .Take(limit)]);
    }

    public Task<int> DeleteAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken) => Task.FromResult(indexes.Count(_frames.Remove));

    public FrameStanding? StandingOf(long index) =>
        _frames.ContainsKey(index) ? new FrameStanding(Holders.ContainsKey(index) ? 0 : _frames.Keys.Count(other => other < index && !Holders.ContainsKey(other)), Holders.GetValueOrDefault(index)) : null;

    public StreamState Describe()
    {
        var held = _frames.Keys.Count(Holders.ContainsKey);
        return new StreamState(_frames.Count, _lastIndex, [new GroupState(group, _frames.Count - held, held, [])]);
    }

    public IAsyncEnumerable<WatchedFrame> WatchAsync(WatchRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountAsync(IReadOnlyDictionary<string, string> filter, int? priority, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommitVerdict> CommitAsync(long index, ConsumerName consumer, long? epoch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RejectAsync(long index, ConsumerName consumer, long? epoch, string code, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> TruncateAsync(long before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FinishAsync(bool force, CancellationToken cancellationToken) => throw new NotSupportedException();

    public bool Holds(long index, ConsumerName consumer, long epoch) => throw new NotSupportedException();

    public void Drain(ConsumerName consumer, bool drains) => throw new NotSupportedException();

    public void Beat(ConsumerName consumer) => throw new NotSupportedException();
}
