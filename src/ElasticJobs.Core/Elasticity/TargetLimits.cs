using static ElasticJobs.Core.Elasticity.ScalingTexts;

namespace ElasticJobs.Core.Elasticity;

/// <summary>How fast the number may follow what is recommended: windows, policies, and the rules for coming from zero and going there. Remembers what they need, the number itself included.</summary>
internal sealed class TargetLimits
{
    private readonly StabilizationWindow _up = new(keepsGreatest: false);
    private readonly StabilizationWindow _down = new(keepsGreatest: true);
    private readonly PolicyHistory _history = new();
    private DateTimeOffset _lastWork;
    private bool _hadWork = true;
    private bool _isActivating;
    private bool _hasBegun;

    /// <summary>How many there should be. Not how many there are: one that fails is replaced without a limit.</summary>
    public int Target { get; private set; }

    /// <summary>Before anything is decided on these inputs.</summary>
    public void See(AutoscalerSettings settings, ScalingInputs inputs, int supply)
    {
        if (!_hasBegun)
            Begin(supply, inputs.Now);
        // What ended since the last look may have ended just now.
        var hasWork = HasWork(settings, inputs);
        if (hasWork || _hadWork)
            _lastWork = inputs.Now;
        _hadWork = hasWork;
    }

    /// <summary>How much of what is recommended may come true now.</summary>
    public int Apply(AutoscalerSettings settings, ScalingInputs inputs, int recommended, Findings findings)
    {
        var (behavior, current) = (settings.Behavior, Target);
        _history.Forget(behavior, inputs.Now);
        var floor = Floor(settings, inputs, recommended, current);
        var desired = Stabilize(behavior, inputs.Now, recommended, current, floor, findings);
        desired = desired > current ? Slow(behavior.ScaleUp, true) : desired < current ? Slow(behavior.ScaleDown, false) : desired;
        if (floor > recommended)
            findings.Lead(Make(ScalingReasons.Activation, Text(floor)));

        // Bounds are no demand: what lies outside of them comes inside at once.
        desired = Math.Clamp(desired, settings.Min, settings.Max);
        var graceEnds = _lastWork.AddSeconds(behavior.OnZero.ScaleDownGracePeriodSeconds);
        if (desired == 0 && current > 0 && inputs.Now < graceEnds)
        {
            findings.Lead(Make(ScalingReasons.ZeroGrace, Text(graceEnds), Text(behavior.OnZero.ScaleDownGracePeriodSeconds)));
            findings.CheckAt(graceEnds);
            desired = 1;
        }

        _history.Record(desired - current, inputs.Now);
        Target = desired;
        return desired;

        int Slow(ScalingRules rules, bool isUp)
        {
            var (limit, until) = isUp ? _history.Above(current, rules, inputs.Now) : _history.Below(current, rules, inputs.Now);
            limit = Math.Max(limit, floor);
            if (isUp ? desired <= limit : desired >= limit)
                return desired;
            findings.CheckAt(until);
            findings.Lead(rules.SelectPolicy == PolicyChoice.Disabled
                ? Make(isUp ? ScalingReasons.ScaleUpDisabled : ScalingReasons.ScaleDownDisabled, Text(limit), Text(desired))
                : Make(isUp ? ScalingReasons.ScaleUpPolicy : ScalingReasons.ScaleDownPolicy, Text(limit), Text(until ?? inputs.Now), Text(desired)));
            return limit;
        }
    }

    private int Stabilize(ScalingBehavior behavior, DateTimeOffset now, int recommended, int current, int floor, Findings findings)
    {
        var (least, upAt) = _up.Recommend(recommended, TimeSpan.FromSeconds(behavior.ScaleUp.StabilizationWindowSeconds), now);
        var (most, downAt) = _down.Recommend(recommended, TimeSpan.FromSeconds(behavior.ScaleDown.StabilizationWindowSeconds), now);
        var stabilized = Math.Max(Math.Min(current, most), least);
        var reached = Math.Max(stabilized, floor);
        if (recommended > reached && upAt is not null)
            Held(ScalingReasons.ScaleUpWindow, upAt.Value, behavior.ScaleUp);
        else if (recommended < stabilized && downAt is not null)
            Held(ScalingReasons.ScaleDownWindow, downAt.Value, behavior.ScaleDown);
        return reached;

        void Held(string code, DateTimeOffset until, ScalingRules rules)
        {
            findings.CheckAt(until);
            findings.Lead(Make(code, Text(reached), Text(until), Text(rules.StabilizationWindowSeconds)));
        }
    }

    /// <summary>From none, neither windows nor policies make work wait; and what was started for it stays until one is ready to show whether it is enough.</summary>
    private int Floor(AutoscalerSettings settings, ScalingInputs inputs, int recommended, int current)
    {
        _isActivating = recommended > 0 && (current == 0 || (_isActivating && !inputs.Instances.Any(instance => instance.IsReady)));
        return !_isActivating ? 0 : _hadWork ? Math.Min(settings.Behavior.OnZero.ScaleUpActivationReplicas, settings.Max) : 1;
    }

    private void Begin(int supply, DateTimeOffset now)
    {
        (_hasBegun, Target) = (true, supply);
        _up.Recommend(supply, TimeSpan.Zero, now);
        _down.Recommend(supply, TimeSpan.Zero, now);
    }

    /// <summary>Whether anybody works or waits: what keeps the last instance.</summary>
    private static bool HasWork(AutoscalerSettings settings, ScalingInputs inputs) =>
        inputs.Waiting > 0 || inputs.InFlight > 0 || inputs.Concurrency > 0
        || (inputs.Qps > 0 && settings.Strategies.Any(strategy => strategy.Metric is ScalingMetric.Qps or ScalingMetric.Qps1k));
}
