namespace ElasticJobs.Kubernetes.Client;

/// <summary>A token bucket for requests to one API server. Who waits is served in order of arrival, but bulk only when no control request waits.</summary>
internal sealed class RequestRate : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _control = [];
    private readonly LinkedList<TaskCompletionSource> _bulk = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly TimeSpan _perToken;
    private readonly int _burst;
    private double _tokens;
    private long _filledAt;

    public RequestRate(int perSecond, int burst, TimeProvider time)
    {
        (_time, _burst, _tokens) = (time, burst, burst);
        _perToken = TimeSpan.FromSeconds(1.0 / perSecond);
        _filledAt = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Serve(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public async ValueTask WaitAsync(RequestPriority priority, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> place;
        lock (_gate)
        {
            Fill();
            if (_tokens >= 1 && _control.Count == 0 && _bulk.Count == 0)
            {
                _tokens--;
                return;
            }

            place = QueueOf(priority).AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            ArmTimer();
        }

        try
        {
            await place.Value.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate)
            {
                if (place.List is not null)
                    QueueOf(priority).Remove(place);
            }

            throw;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Serve()
    {
        lock (_gate)
        {
            Fill();
            while (_tokens >= 1 && (_control.First ?? _bulk.First) is { } next)
            {
                next.List!.Remove(next);
                _tokens--;
                next.Value.TrySetResult();
            }

            ArmTimer();
        }
    }

    private void Fill()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (_time.GetElapsedTime(_filledAt, now) / _perToken));
        _filledAt = now;
    }

    private void ArmTimer()
    {
        if (_control.Count + _bulk.Count == 0)
            return;
        var missing = Math.Max(0, 1 - _tokens) * _perToken;
        _timer.Change(missing < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : missing, Timeout.InfiniteTimeSpan);
    }

    private LinkedList<TaskCompletionSource> QueueOf(RequestPriority priority) => priority == RequestPriority.Control ? _control : _bulk;
}
