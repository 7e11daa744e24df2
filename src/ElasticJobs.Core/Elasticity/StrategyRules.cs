using System.Globalization;

namespace ElasticJobs.Core.Elasticity;

/// <summary>What each strategy asks for. Pure, but for cron times that are remembered.</summary>
internal sealed class StrategyRules(AutoscalerSettings settings, ScalingInputs inputs, CronCalendar calendar)
{
    /// <summary>Numbers that are whole but for the arithmetic of doubles stay whole.</summary>
    private const double Rounding = 1e-9;

    private readonly int _supply = inputs.Instances.Count(instance => instance.IsSupply);
    private readonly int _ready = inputs.Instances.Count(instance => instance.IsReady);

    public StrategyResult Evaluate(ScalingStrategy strategy) => strategy.Metric switch
    {
        ScalingMetric.WaitingLength => WaitingLength(strategy),
        ScalingMetric.QueueAge => QueueAge(strategy),
        ScalingMetric.Qps => Total(strategy, inputs.Qps),
        ScalingMetric.Qps1k => Total(strategy, inputs.Qps * 1000),
        ScalingMetric.Concurrency => Total(strategy, inputs.Concurrency ?? ((double)inputs.Waiting + inputs.InFlight)),
        ScalingMetric.Cpu => Use(strategy, inputs.Cpu),
        ScalingMetric.Memory => Use(strategy, inputs.Memory),
        ScalingMetric.Gpu => Use(strategy, inputs.Gpu),
        ScalingMetric.Cron => Cron(strategy),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy.Metric, "No such metric."),
    };

    /// <summary>No tolerance: with 10 instances and one task each, an eleventh task would wait for ever beside an unused maximum.</summary>
    private StrategyResult WaitingLength(ScalingStrategy strategy)
    {
        var counted = settings.CountsWaitingOnly ? inputs.Waiting : (long)inputs.Waiting + inputs.InFlight;
        var desired = Ceiling(counted / strategy.Threshold);
        var sum = settings.CountsWaitingOnly ? Text(inputs.Waiting) : $"({Text(inputs.Waiting)} + {Text(inputs.InFlight)})";
        return new StrategyResult(strategy, counted, desired, $"ceil({sum} / {Text(strategy.Threshold)}) = {Text(desired)}");
    }

    /// <summary>
    /// A total over all instances, as HPA's AverageValue: ceil(total / threshold), but what there is while total / (instances x threshold) is within the tolerance of 1.
    /// </summary>
    private StrategyResult Total(ScalingStrategy strategy, double? total)
    {
        if (total is not { } value)
            return Unknown(strategy);
        var ratio = value / (_supply * strategy.Threshold);
        if (_supply > 0 && IsTolerated(ratio))
            return Kept(strategy, value, $"{Text(value)} / ({Text(_supply)} * {Text(strategy.Threshold)})", ratio);
        var desired = Ceiling(value / strategy.Threshold);
        return new StrategyResult(strategy, value, desired, $"ceil({Text(value)} / {Text(strategy.Threshold)}) = {Text(desired)}");
    }

    /// <summary>
    /// As HPA: ceil(ready x use / threshold), but what there is within the tolerance. Instances that start count as unused when more are asked for and as used to the threshold when less,
    /// so that they neither multiply nor vanish before they have shown what they take.
    /// </summary>
    private StrategyResult Use(ScalingStrategy strategy, double? percent)
    {
        // Without a ready instance the value is that of instances which are gone.
        if (percent is not { } value || _ready == 0)
            return Unknown(strategy);
        var starting = _supply - _ready;
        var ratio = value / strategy.Threshold;
        var needed = (ratio * _ready) + (ratio < 1 ? starting : 0);
        if (IsTolerated(ratio) || (starting > 0 && (IsTolerated(needed / _supply) || (ratio > 1 && needed < _supply))))
            return Kept(strategy, value, $"{Text(value)} / {Text(strategy.Threshold)}", ratio);
        var desired = Ceiling(needed);
        var plus = ratio < 1 && starting > 0 ? $" + {Text(starting)}" : "";
        return new StrategyResult(strategy, value, desired, $"ceil({Text(_ready)} * {Text(value)} / {Text(strategy.Threshold)}{plus}) = {Text(desired)}");
    }

    /// <summary>
    /// While the oldest task waits too long: as many more as it waits too long, but no more than there are tasks. Only ready instances are multiplied, since those that start can't have shortened the wait yet.
    /// Below: those with work stay.
    /// </summary>
    private StrategyResult QueueAge(ScalingStrategy strategy)
    {
        var age = inputs.Waiting > 0 ? (inputs.OldestWait ?? TimeSpan.Zero).TotalSeconds : 0;
        var ratio = age / strategy.Threshold;
        if (ratio <= 1 + settings.Tolerance)
        {
            var isTolerated = IsTolerated(ratio) && _supply > 0;
            var kept = isTolerated ? _supply : inputs.Instances.Count(instance => instance.State == InstanceState.Busy);
            var next = strategy.Threshold * (IsTolerated(ratio) ? 1 + settings.Tolerance : 1 - settings.Tolerance);
            return new StrategyResult(strategy, age, kept, $"{Text(age)} / {Text(strategy.Threshold)} = {Text(ratio)}: {Text(kept)}") { ChangesAt = inputs.Waiting > 0 ? After(next - age) : null };
        }

        var base_ = Math.Max(1, _ready);
        var (asked, tasks) = (Ceiling(base_ * ratio), inputs.Waiting + inputs.InFlight);
        var desired = Math.Min(asked, tasks);
        return new StrategyResult(strategy, age, desired, $"min(ceil({Text(base_)} * {Text(age)} / {Text(strategy.Threshold)}), {Text(tasks)}) = {Text(desired)}")
        {
            ChangesAt = asked < tasks && asked < settings.Max ? After((asked * strategy.Threshold / base_) - age) : null,
        };
    }

    private StrategyResult Cron(ScalingStrategy strategy)
    {
        var window = strategy.Window ?? throw new ArgumentException("A cron strategy needs its window.", nameof(strategy));
        var (isOpen, until) = calendar.Look(window, inputs.Now);
        var desired = isOpen ? Ceiling(strategy.Threshold) : 0;
        return new StrategyResult(strategy, desired, desired, $"{window.Start} .. {window.End} {window.TimeZone}: {Text(desired)}") { ChangesAt = until };
    }

    private StrategyResult Kept(ScalingStrategy strategy, double value, string quotient, double ratio) =>
        new(strategy, value, _supply, $"{quotient} = {Text(ratio)}: {Text(_supply)}");

    private static StrategyResult Unknown(ScalingStrategy strategy) => new(strategy, null, null, $"{strategy.Name}: ?");

    private bool IsTolerated(double ratio) => Math.Abs(1 - ratio) <= settings.Tolerance + Rounding;

    /// <summary>A moment more than so many seconds from now: the rules ask for more than, not for as much as.</summary>
    private DateTimeOffset After(double seconds) => inputs.Now.AddSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(365).TotalSeconds)).AddMilliseconds(1);

    private static int Ceiling(double value) => (int)Math.Min(Math.Ceiling(value - Rounding), 1_000_000_000);

    private static string Text(double value) => Math.Round(value, 3).ToString(CultureInfo.InvariantCulture);
}
