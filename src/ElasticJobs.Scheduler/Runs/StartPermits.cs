using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>
/// Shares <see cref="SchedulerOptions.TasksAtOnce"/> among the runs: the oldest that waits is first, and no younger one gets a permit before it. A run's step takes permits,
/// and what it has started is told when its change is committed; a permit is free again only once the end of its task is. A step costs the logarithm of the runs that wait.
/// </summary>
/// <remarks>After a start nothing is given until each unfinished run has told what it has running, so that a restart does not start over the limit.</remarks>
internal sealed class StartPermits(IOptions<SchedulerOptions> options) : IStartPermits
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunId, int> _taken = [];

    /// <summary>Runs that would start more, by their id and so by age.</summary>
    private readonly SortedSet<RunId> _waiting = [];
    private readonly HashSet<RunId> _untold = [];
    private int _total;

    public int? Limit { get; } = options.Value.TasksAtOnce;

    /// <summary>Has a run decide anew. False: it is not in memory.</summary>
    public Func<RunId, bool> Wake { get; set; } = _ => false;

    /// <summary>Runs that may have tasks running from before.</summary>
    public void Expect(IEnumerable<RunId> runs)
    {
        lock (_gate)
        {
            if (Limit is not null)
                _untold.UnionWith(runs);
        }
    }

    public bool TryTake(RunId run)
    {
        if (Limit is not { } limit)
            return true;
        lock (_gate)
        {
            if (_untold.Count > 0 || _total >= limit || (_waiting.Count > 0 && _waiting.Min.CompareTo(run) < 0))
                return false;
            Set(run, _taken.GetValueOrDefault(run) + 1);
            return true;
        }
    }

    /// <summary>What is committed of the run.</summary>
    /// <param name="live">Tasks that are started and have not ended.</param>
    /// <param name="waits">It was refused a permit.</param>
    public void Tell(RunId run, int live, bool waits)
    {
        if (Limit is null)
            return;
        lock (_gate)
        {
            Set(run, live);
            Wait(run, waits);
            _untold.Remove(run);
        }

        WakeNext();
    }

    /// <summary>Its step failed, so that nobody knows what it has until it is read again: its permits stay taken, but nobody waits for it.</summary>
    public void Lose(RunId run)
    {
        if (Limit is null)
            return;
        lock (_gate)
        {
            Wait(run, false);
            _untold.Remove(run);
        }

        WakeNext();
    }

    /// <summary>The woken run tells when it has decided, which wakes the next if permits are left.</summary>
    private void WakeNext()
    {
        while (Next() is { } run && !Wake(run))
        {
            lock (_gate)
            {
                Set(run, 0);
                Wait(run, false);
            }
        }
    }

    private RunId? Next()
    {
        lock (_gate)
            return _untold.Count == 0 && _total < Limit && _waiting.Count > 0 ? _waiting.Min : null;
    }

    private void Set(RunId run, int taken)
    {
        _total += taken - _taken.GetValueOrDefault(run);
        if (taken == 0)
            _taken.Remove(run);
        else
            _taken[run] = taken;
    }

    private void Wait(RunId run, bool waits)
    {
        if (waits)
            _waiting.Add(run);
        else
            _waiting.Remove(run);
    }
}
