using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>What is still to be done with one pod, in order. A stop makes a start that has not succeeded pointless, and cuts short the wait before its next try.</summary>
internal sealed class PodLane : IDisposable
{
    private readonly Lazy<Task> _work;
    private readonly Lock _gate = new();
    private readonly Queue<(RunEffect Effect, long? Since)> _effects = [];
    private CancellationTokenSource _stopAsked = new();
    private int _stops;

    /// <param name="drain">Does what is in the lane until it is empty.</param>
    public PodLane(RunId run, string podName, Func<PodLane, Task> drain)
    {
        Run = run;
        PodName = podName;
        _work = new Lazy<Task>(() => Task.Run(() => drain(this)));
    }

    public RunId Run { get; }

    public string PodName { get; }

    /// <summary>Begun by the first who asks.</summary>
    public Task Work => _work.Value;

    /// <summary>The pod's start was given up; the next stop must tell.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Cancelled while a stop waits in the lane.</summary>
    public CancellationToken StopAsked => _stopAsked.Token;

    /// <summary>Empty and closed: a new lane must be made.</summary>
    public bool IsClosed { get; private set; }

    public bool TryAdd(RunEffect effect, long? since)
    {
        lock (_gate)
        {
            if (IsClosed)
                return false;
            _effects.Enqueue((effect, since));
            if (effect is RunEffect.StopPod && _stops++ == 0)
                _stopAsked.Cancel();
            return true;
        }
    }

    /// <summary>The next to do. None: the lane is closed.</summary>
    public bool TryNext(out RunEffect effect, out long? since)
    {
        lock (_gate)
        {
            IsClosed = !_effects.TryDequeue(out var next);
            (effect, since) = next;
            if (effect is RunEffect.StopPod && --_stops == 0)
            {
                _stopAsked.Dispose();
                _stopAsked = new CancellationTokenSource();
            }

            return !IsClosed;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            IsClosed = true;
            _stopAsked.Dispose();
        }
    }
}
