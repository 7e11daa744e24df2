using ElasticJobs.Core.Queues;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>A stream in memory. Frames are held by whom a test says.</summary>
internal sealed class FakeStream(string group, TimeProvider time) : IQueueStream
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, QueueFrame> _frames = [];
    private readonly Dictionary<long, string> _holders = [];
    private readonly Dictionary<long, FrameOutcome> _outcomes = [];
    private readonly HashSet<long> _leaving = [];
    private TaskCompletionSource _move = new();
    private long _lastIndex;

    /// <summary>How often it was read from.</summary>
    public int Reads { get; private set; }

    public QueueSettings Settings { get; init; } = QueueSettings.Default;

    public Task NextMove => _move.Task;

    public IReadOnlyCollection<long> Indexes { get { lock (_gate) { return [.. _frames.Keys]; } } }

    public QueueFrame Put(string text, string? requestId = null, params (string Key, string Value)[] tags) => Put(System.Text.Encoding.UTF8.GetBytes(text), requestId, tags);

    public QueueFrame Put(byte[] data, string? requestId, params (string Key, string Value)[] tags) =>
        Put(new FramePut(data, tags.ToDictionary(tag => tag.Key, tag => tag.Value), requestId), null, 0);

    public QueueFrame Put(FramePut put, string? reason, int deliveries)
    {
        var index = Interlocked.Increment(ref _lastIndex);
        var frame = new QueueFrame
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
        lock (_gate)
            _frames[frame.Index] = frame;
        Move();
        return frame;
    }

    /// <returns>False: it is not there.</returns>
    public bool Change(long index, FramePut put)
    {
        lock (_gate)
        {
            if (!_frames.TryGetValue(index, out var frame))
                return false;
            _frames[index] = frame with { Data = put.Data, Tags = put.Tags, Priority = put.Priority };
        }

        Move();
        return true;
    }

    /// <summary>Somebody has it now.</summary>
    public void Hold(long index, string holder)
    {
        lock (_gate)
            _holders[index] = holder;
        Move();
    }

    /// <summary>Its end is being stored: it has no place any more.</summary>
    public void BeginEnd(long index)
    {
        lock (_gate)
            _leaving.Add(index);
        Move();
    }

    /// <summary>The stream has used indexes up to this one, and what had them is gone.</summary>
    public void Skip(long index) => _lastIndex = index;

    public Task<FramePlace> PutAsync(FramePut put, CancellationToken cancellationToken)
    {
        var frame = Put(put, null, 0);
        return Task.FromResult(new FramePlace(frame.Index, frame.RequestId, IsNew: true));
    }

    public Task<IReadOnlyList<QueueFrame>> GetAsync(long from, int limit, IReadOnlyDictionary<string, string> filter, string? requestId, TimeSpan wait, bool delete, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Reads++;
            return Task.FromResult<IReadOnlyList<QueueFrame>>([.. _frames.Values
                .Where(frame => frame.Index >= from && (requestId is null || frame.RequestId == requestId) && filter.All(tag => frame.Tags.GetValueOrDefault(tag.Key) == tag.Value))
                .Take(limit)]);
        }
    }

    public Task<int> DeleteAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken) =>
        Task.FromResult(indexes.Count(index => End(index, FrameOutcome.Deleted)));

    /// <returns>False: it was not there.</returns>
    public bool End(long index, FrameOutcome outcome)
    {
        lock (_gate)
        {
            if (!_frames.Remove(index))
                return false;
            _outcomes[index] = outcome;
        }

        Move();
        return true;
    }

    public FrameStanding? StandingOf(long index)
    {
        lock (_gate)
        {
            if (!_frames.ContainsKey(index) || _leaving.Contains(index))
                return null;
            var holder = _holders.GetValueOrDefault(index);
            return new FrameStanding(holder is null ? _frames.Keys.Count(other => other < index && !_holders.ContainsKey(other)) : 0, holder);
        }
    }

    public StreamState Describe()
    {
        lock (_gate)
        {
            var held = _frames.Keys.Count(_holders.ContainsKey);
            List<ConsumerState> consumers = [.. _holders.Where(pair => _frames.ContainsKey(pair.Key)).GroupBy(pair => pair.Value)
                .Select(holder => new ConsumerState(holder.Key, 1, [.. holder.Select(pair => pair.Key).Order()], true, false, TimeSpan.Zero))];
            return new StreamState(_frames.Count, _lastIndex, [new GroupState(group, _frames.Count - held, held, consumers)]);
        }
    }

    public IAsyncEnumerable<WatchedFrame> WatchAsync(WatchRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<QueueFrame?> FindAsync(string requestId, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(_frames.Values.FirstOrDefault(frame => frame.RequestId == requestId));
    }

    public Task<FrameFate> FateOfAsync(long index, CancellationToken cancellationToken)
    {
        lock (_gate)
            return Task.FromResult(new FrameFate(_outcomes.TryGetValue(index, out var outcome) ? outcome : null, _frames.ContainsKey(index)));
    }

    public Task<ReadOnlyMemory<byte>?> PayloadOfAsync(long index, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> CountAsync(IReadOnlyDictionary<string, string> filter, int? priority, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommitVerdict> CommitAsync(long index, ConsumerName consumer, long? epoch, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RejectAsync(long index, ConsumerName consumer, long? epoch, string code, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> TruncateAsync(long before, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> SweepAsync(DateTimeOffset doneBefore, DateTimeOffset? putBefore, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task FinishAsync(bool force, CancellationToken cancellationToken) => throw new NotSupportedException();

    public bool Holds(long index, ConsumerName consumer, long epoch) => throw new NotSupportedException();

    public void Drain(ConsumerName consumer, bool drains) => throw new NotSupportedException();

    public void Lose(ConsumerName consumer) => throw new NotSupportedException();

    public void Beat(ConsumerName consumer) => throw new NotSupportedException();

    private void Move()
    {
        var moved = _move;
        _move = new TaskCompletionSource();
        moved.SetResult();
    }
}
