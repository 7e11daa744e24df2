namespace ElasticJobs.Worker.Queue;

/// <summary>The worker's right to a task. Its epoch grows when the queue gives the same task to the same worker anew.</summary>
internal sealed class TaskLease(ulong index, long epoch) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _lost = new();
    private TaskCompletionSource _renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _epoch = epoch;
    private long? _settled;
    private bool _isOver;

    public ulong Index { get; } = index;

    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Set when the task is somebody else's, or nobody's: it is to be stopped, and nothing more is said of it.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <returns>False: it is lost or over.</returns>
    public bool TryRenew(long epoch)
    {
        lock (_gate)
        {
            if (_isOver || _lost.IsCancellationRequested)
                return false;
            if (epoch <= _epoch)
                return true;
            Volatile.Write(ref _epoch, epoch);
            _renewed.SetResult();
            _renewed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>The queue has taken the end of the delivery with this epoch.</summary>
    public void Settle(long epoch)
    {
        lock (_gate)
            _settled = epoch;
    }

    /// <summary>Nothing more is done under it.</summary>
    /// <returns>Whether the task was given to this worker anew before the answer about its end came.</returns>
    public bool Close()
    {
        lock (_gate)
        {
            _isOver = true;
            return _settled is { } settled && _epoch > settled;
        }
    }

    public Task LoseAsync()
    {
        lock (_gate)
            return _isOver ? Task.CompletedTask : _lost.CancelAsync();
    }

    /// <summary>What was said under an epoch was refused. A newer one may be on its way.</summary>
    /// <returns>False: it was not, and the lease is lost.</returns>
    public async Task<bool> OutlivesAsync(long refused, TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        Task renewed;
        lock (_gate)
        {
            if (_epoch != refused)
                return true;
            renewed = _renewed.Task;
        }

        try
        {
            await renewed.WaitAsync(within, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            if (Epoch != refused)
                return true;
            await LoseAsync();
            return false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _lost.Dispose();
        }
    }
}
