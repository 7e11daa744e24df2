using ElasticJobs.Core.Logs;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>What all viewers of one log share: how long it is, a signal when it grows, and its last lines, read and decoded once.</summary>
internal sealed class LogTail(ILogStore store, LogKey key) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1);
    private readonly LineRing _ring = new();
    private TaskCompletionSource _changed = NewSignal();
    private long _total;
    private bool _isComplete;

    /// <summary>Open viewers; guarded by <see cref="LogTails"/>.</summary>
    public int Viewers { get; set; }

    public (long Total, bool IsComplete) State
    {
        get
        {
            lock (_gate)
                return (_total, _isComplete);
        }
    }

    public void Publish(long total, bool isComplete)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            // Readers and the collector may tell in any order; a log only grows.
            if (total <= _total && (!isComplete || _isComplete))
                return;
            _total = Math.Max(total, _total);
            _isComplete |= isComplete;
            (changed, _changed) = (_changed, NewSignal());
        }
        changed.SetResult();
    }

    /// <summary>Completes once the log has more than this many lines or is complete.</summary>
    public Task GrownAsync(long total)
    {
        lock (_gate)
            return _total > total || _isComplete ? Task.CompletedTask : _changed.Task;
    }

    /// <summary>Asks the store how long the log is, for logs that no collector tells of (yet).</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var batch = await store.ReadAsync(key, State.Total, 0, cancellationToken);
        Publish(batch.Total, batch.IsComplete);
    }

    public async ValueTask<IReadOnlyList<LogLine>> ReadAsync(long from, int limit, CancellationToken cancellationToken)
    {
        if (FromRing(from, limit) is { } lines)
            return lines;
        // History is one viewer's own affair and must not push out what the others are about to read.
        if (from < State.Total - (LineRing.Capacity / 2))
            return (await store.ReadAsync(key, from, limit, cancellationToken)).Lines;

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (FromRing(from, limit) is { } read)
                return read;
            var batch = await store.ReadAsync(key, from, limit, cancellationToken);
            lock (_gate)
            {
                if (from >= _ring.End)
                    _ring.Append(batch.Lines);
            }
            return batch.Lines;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private IReadOnlyList<LogLine>? FromRing(long from, int limit)
    {
        lock (_gate)
            return _ring.Read(from, limit);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
