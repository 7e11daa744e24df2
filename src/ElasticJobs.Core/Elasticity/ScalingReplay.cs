using System.Globalization;

namespace ElasticJobs.Core.Elasticity;

/// <summary>What-if: plays a load under some settings, with the autoscaler that decides in earnest. Events follow each other in a time of their own, so the same load gives the same result.</summary>
/// <remarks>Tasks are given out first in, first out, to the instance that has been idle longest, as the queue does. No start fails. Of the metrics only those that a load tells are simulated: not cpu, memory and gpu.</remarks>
public sealed class ScalingReplay
{
    /// <summary>How often and over what time a rate is measured.</summary>
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(15);

    private readonly PriorityQueue<ReplayEvent, (DateTimeOffset At, long Order)> _events = new();
    private readonly List<ReplayInstance> _instances = [];
    private readonly Queue<ReplayTask> _waiting = new();
    private readonly Queue<DateTimeOffset> _arrivals = new();
    private readonly List<TimeSpan> _waits = [];
    private readonly List<ReplayPoint> _points = [];
    private readonly Autoscaler _autoscaler = new(new Random(0));
    private readonly AutoscalerSettings _settings;
    private readonly ReplayLoad _load;
    private DateTimeOffset _now;
    private DateTimeOffset? _checkAt;
    private IReadOnlyList<StrategyResult> _strategies = [];
    private int _done;
    private double _instanceSeconds;
    private long _order;
    private int _made;

    private ScalingReplay(AutoscalerSettings settings, ReplayLoad load) => (_settings, _load) = (settings, load);

    /// <exception cref="ArgumentException">The load has a window below 1 or a negative time.</exception>
    public static ReplayResult Play(AutoscalerSettings settings, ReplayLoad load, CancellationToken cancellationToken = default)
    {
        if (load.Window < 1 || load.StartUp < TimeSpan.Zero || load.Instances < 0 || load.Tasks.Any(task => task.Duration < TimeSpan.Zero))
            throw new ArgumentException("A window is at least 1, and times are not negative.", nameof(load));
        var simulated = settings.Strategies.Where(strategy => strategy.Metric is not (ScalingMetric.Cpu or ScalingMetric.Memory or ScalingMetric.Gpu)).ToList();
        var replay = new ScalingReplay(settings with { Strategies = simulated }, load);
        return replay.Play(cancellationToken) with { LeftOut = [.. settings.Strategies.Except(simulated).Select(strategy => strategy.Name)] };
    }

    private ReplayResult Play(CancellationToken cancellationToken)
    {
        foreach (var task in _load.Tasks.OrderBy(task => task.At))
            Schedule(task.At, new ReplayEvent(task, null));
        _now = _load.Tasks.Count == 0 ? DateTimeOffset.UnixEpoch : _load.Tasks.Min(task => task.At);
        for (var i = 0; i < (_load.Instances ?? _settings.Min); i++)
            Make(InstanceState.Idle);

        while (_events.TryDequeue(out var next, out var at))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsIdle(next, at.At))
                continue;
            Advance(at.At);
            Happen(next);
            // What happens at one moment is decided on together.
            while (_events.TryPeek(out _, out var other) && other.At == at.At)
                Happen(_events.Dequeue());
            Settle();
        }

        return new ReplayResult { Points = _points, Waits = ReplayWaits.Of(_waits), InstanceSeconds = _instanceSeconds, Peak = _points.Select(point => point.Instances).DefaultIfEmpty(0).Max(), End = _now, LeftOut = [] };
    }

    private void Happen(ReplayEvent next)
    {
        switch (next)
        {
            case { Task: not null, Instance: { } instance }:
                instance.Finish(_now);
                _done++;
                break;
            case { Task: { } task }:
                _waiting.Enqueue(task);
                _arrivals.Enqueue(_now);
                break;
            case { Instance: { } instance }:
                instance.GetReady(_now);
                break;
            default:
                break;
        }
    }

    /// <summary>Gives out work and carries out decisions until there is nothing more to do at this moment.</summary>
    private void Settle()
    {
        while (_arrivals.TryPeek(out var oldest) && oldest + RateWindow <= _now)
            _arrivals.Dequeue();
        ScalingDecision decision;
        do
        {
            Dispatch();
            decision = _autoscaler.Decide(_settings, Inputs());
            if (!decision.IsQuiet)
                CarryOut(decision);
        }
        while (!decision.IsQuiet);

        Note(decision);
        _strategies = decision.Strategies;
        var isRateNeeded = _arrivals.Count > 0 && _settings.Strategies.Any(strategy => strategy.Metric is ScalingMetric.Qps or ScalingMetric.Qps1k);
        DateTimeOffset? rateFalls = isRateNeeded ? _arrivals.Peek() + RateWindow : null;
        CheckAt(rateFalls < decision.NextCheck || decision.NextCheck is null ? rateFalls : decision.NextCheck);
    }

    private void CarryOut(ScalingDecision decision)
    {
        foreach (var instance in _instances.Where(instance => decision.Drain.Contains(instance.Name)))
            instance.Drain(_now);
        foreach (var instance in _instances.Where(instance => decision.Undrain.Contains(instance.Name)))
            instance.Undrain(_now);
        _instances.RemoveAll(instance => decision.Remove.Contains(instance.Name));
        for (var i = 0; i < decision.Create; i++)
            Make(InstanceState.Starting);
    }

    private void Dispatch()
    {
        while (_waiting.Count > 0 && _instances.Where(instance => instance.HasRoom).MinBy(instance => (instance.InFlight, instance.Since)) is { } free)
        {
            var task = _waiting.Dequeue();
            _waits.Add(_now - task.At);
            free.Start(_now);
            Schedule(_now + task.Duration, new ReplayEvent(task, free));
        }
    }

    private ScalingInputs Inputs() => new()
    {
        Now = _now,
        Instances = [.. _instances.Select(instance => instance.Seen())],
        Waiting = _waiting.Count,
        InFlight = _instances.Sum(instance => instance.InFlight),
        OldestWait = _waiting.TryPeek(out var oldest) ? _now - oldest.At : null,
        Qps = _arrivals.Count / RateWindow.TotalSeconds,
    };

    private void Make(InstanceState state)
    {
        var instance = new ReplayInstance($"i{(++_made).ToString("D6", CultureInfo.InvariantCulture)}", _load.Window, state, _now);
        _instances.Add(instance);
        if (state == InstanceState.Starting)
            Schedule(_now + _load.StartUp, new ReplayEvent(null, instance));
    }

    private void Advance(DateTimeOffset to)
    {
        _instanceSeconds += (to - _now).TotalSeconds * _instances.Count;
        _now = to;
    }

    private void Note(ScalingDecision decision)
    {
        var point = new ReplayPoint(_now, decision.Desired, _instances.Count, _instances.Count(instance => instance.IsReady), _waiting.Count, decision.Reason);
        if (_points.Count == 0 || (_points[^1].Desired, _points[^1].Instances, _points[^1].Ready, _points[^1].Reason.Code) != (point.Desired, point.Instances, point.Ready, point.Reason.Code))
            _points.Add(point);
    }

    private void CheckAt(DateTimeOffset? time)
    {
        if (time == _checkAt)
            return;
        _checkAt = time;
        if (time is { } at)
            Schedule(at, new ReplayEvent(null, null));
    }

    /// <summary>A check that a later decision has put off; or a cron time after the load: those go on for ever.</summary>
    private bool IsIdle(ReplayEvent next, DateTimeOffset at) =>
        next is { Task: null, Instance: null }
        && (at != _checkAt || (_done == _load.Tasks.Count && _strategies.Any(result => result.Strategy.Metric == ScalingMetric.Cron && result.ChangesAt == at)));

    private void Schedule(DateTimeOffset at, ReplayEvent next) => _events.Enqueue(next, (at, _order++));

    /// <summary>A task that arrives, one that an instance has done, an instance that is ready, or nothing but time.</summary>
    private sealed record ReplayEvent(ReplayTask? Task, ReplayInstance? Instance);
}
