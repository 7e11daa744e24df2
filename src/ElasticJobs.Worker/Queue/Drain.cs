namespace ElasticJobs.Worker.Queue;

/// <summary>Tells the queue that this worker takes nothing more, once it is told to end; and again on each connection, since the queue forgets it with the last one.</summary>
internal sealed class Drain : IDisposable
{
    private readonly TaskCalls _calls;
    private readonly CancellationToken _end;
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _wanted = new(0);

    /// <param name="calls">To the queue.</param>
    /// <param name="told">The worker is told to end.</param>
    /// <param name="end">Ends <see cref="Work"/>.</param>
    public Drain(TaskCalls calls, CancellationToken told, CancellationToken end)
    {
        (_calls, _end) = (calls, end);
        Work = TellAsync(told);
    }

    /// <summary>Ends when the queue has answered for the first time.</summary>
    public Task Told => _told.Task;

    public Task Work { get; }

    public void SetConnected() => _wanted.Release();

    public void Dispose() => _wanted.Dispose();

    private async Task TellAsync(CancellationToken told)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(told, _end);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            while (true)
            {
                await _calls.DrainAsync(_end);
                _told.TrySetResult();
                await _wanted.WaitAsync(_end);
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // Whatever it could be told, it has been.
        }
    }
}
