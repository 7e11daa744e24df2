namespace ElasticJobs.Core.Broadcasting;

/// <summary>One listener of a <see cref="Broadcaster{TKey, T}"/>. One reader at a time; dispose it to leave.</summary>
public sealed class Subscription<TKey, T> : IDisposable
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Backlog _backlog;
    private readonly int _capacity;
    private readonly Func<T, bool>? _filter;
    private readonly Action<Subscription<TKey, T>> _leave;
    private readonly Queue<T> _stream = [];
    private readonly OrderedDictionary<TKey, T> _latest = [];
    private TaskCompletionSource? _waiting;
    private long _dropped;

    internal Subscription(Backlog backlog, int capacity, Func<T, bool>? filter, Action<Subscription<TKey, T>> leave)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_backlog, _capacity, _filter, _leave) = (backlog, capacity, filter, leave);
    }

    /// <summary>Values that the reader never got because it was too slow. A value that a newer one of its key replaced is none of them.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    private bool IsEmpty => _stream.Count == 0 && _latest.Count == 0;

    /// <summary>Everything that is there, at least one value, in the order of arrival.</summary>
    public async ValueTask<IReadOnlyList<T>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                if (!IsEmpty)
                    return Take();
                _waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                arrival = _waiting.Task;
            }

            await arrival.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _leave(this);

    internal void Offer(TKey key, T value)
    {
        if (_filter?.Invoke(value) == false)
            return;
        lock (_gate)
        {
            if (_backlog == Backlog.LatestByKey)
                Replace(key, value);
            else
                Append(value);
            _waiting?.TrySetResult();
            _waiting = null;
        }
    }

    private void Replace(TKey key, T value)
    {
        if (!_latest.ContainsKey(key) && _latest.Count == _capacity)
        {
            _latest.RemoveAt(0);
            Interlocked.Increment(ref _dropped);
        }

        _latest[key] = value;
    }

    private void Append(T value)
    {
        if (_stream.Count == _capacity)
        {
            _stream.Dequeue();
            Interlocked.Increment(ref _dropped);
        }

        _stream.Enqueue(value);
    }

    private IReadOnlyList<T> Take()
    {
        IReadOnlyList<T> taken = _backlog == Backlog.LatestByKey ? [.. _latest.Values] : [.. _stream];
        _latest.Clear();
        _stream.Clear();
        return taken;
    }
}
