using static ElasticJobs.Core.Elasticity.ScalingTexts;

namespace ElasticJobs.Core.Elasticity;

/// <summary>
/// Decides how many instances one deployment should have, and which come and go. Keeps only what windows, policies, grace and backoff need; without memory, as after a restart, it takes what is there as what was wanted.
/// The same history gives the same decisions. Not for several threads at once.
/// </summary>
/// <param name="random">For the jitter of backoff.</param>
public sealed class Autoscaler(Random random)
{
    private readonly StabilizationWindow _up = new(keepsGreatest: false);
    private readonly StabilizationWindow _down = new(keepsGreatest: true);
    private readonly PolicyHistory _history = new();
    private readonly StartBackoff _backoff = new(random);
    private readonly CronCalendar _calendar = new();
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);
    private DateTimeOffset _lastWork;
    private bool _hadWork = true;
    private bool _isActivating;
    private int? _target;

    /// <summary>What it should be now. The caller carries it out and asks again when that shows in the inputs.</summary>
    public ScalingDecision Decide(AutoscalerSettings settings, ScalingInputs inputs)
    {
        var findings = new Findings(inputs.Now);
        _backoff.See(inputs);
        var supply = inputs.Instances.Count(instance => instance.IsSupply);
        if (_target is null)
            Begin(supply, inputs.Now);
        // What ended since the last look may have ended just now.
        var hasWork = HasWork(settings, inputs);
        if (hasWork || _hadWork)
            _lastWork = inputs.Now;
        _hadWork = hasWork;

        var current = _target ?? supply;
        var rules = new StrategyRules(settings, inputs, _calendar);
        var results = settings.Strategies.Select(rules.Evaluate).ToList();
        var recommended = Recommend(settings, inputs, results, current, findings);
        var desired = Limit(settings, inputs, recommended, current, findings);
        _history.Record(desired - current, inputs.Now);
        _target = desired;

        var plan = InstancePlan.Make(inputs, desired, _leaving);
        _leaving.IntersectWith(inputs.Instances.Select(instance => instance.Name));
        _leaving.UnionWith(plan.Remove);
        if (plan.Stale > 0)
            findings.Add(Make(ScalingReasons.Rollout, Text(plan.Stale)));
        return new ScalingDecision
        {
            At = inputs.Now,
            Desired = desired,
            Recommended = recommended,
            Supply = supply,
            Create = Allow(plan.Missing, inputs, findings),
            Drain = plan.Drain,
            Undrain = plan.Undrain,
            Remove = plan.Remove,
            Strategies = results,
            Formula = FormulaOf(settings, results, recommended, desired),
            Reasons = findings.Reasons,
            NextCheck = findings.NextCheck,
            BackoffUntil = _backoff.Failures > 0 ? _backoff.Until : null,
        };
    }

    private void Begin(int supply, DateTimeOffset now)
    {
        _target = supply;
        _up.Recommend(supply, TimeSpan.Zero, now);
        _down.Recommend(supply, TimeSpan.Zero, now);
    }

    /// <summary>Whether anybody works or waits: what keeps the last instance.</summary>
    private static bool HasWork(AutoscalerSettings settings, ScalingInputs inputs) =>
        inputs.Waiting > 0 || inputs.InFlight > 0 || inputs.Concurrency > 0
        || (inputs.Qps > 0 && settings.Strategies.Any(strategy => strategy.Metric is ScalingMetric.Qps or ScalingMetric.Qps1k));

    /// <summary>The most that a strategy asks for, within the bounds.</summary>
    private static int Recommend(AutoscalerSettings settings, ScalingInputs inputs, List<StrategyResult> results, int current, Findings findings)
    {
        var most = results.Where(result => result.Desired is not null).MaxBy(result => result.Desired);
        var asked = most?.Desired ?? 0;
        findings.Add(asked > 0 ? Make(ScalingReasons.Demand, most!.Strategy.Name, Text(asked), most.Formula) : Make(ScalingReasons.NoDemand));
        foreach (var result in results)
            findings.CheckAt(result.ChangesAt);

        if (results.Find(result => result.Desired is null) is { } unknown && asked < current)
        {
            asked = current;
            findings.Lead(Make(ScalingReasons.NoValue, unknown.Strategy.Name));
        }

        if (asked == 0 && inputs.Waiting > 0)
        {
            asked = 1;
            if (settings.Min == 0)
                findings.Lead(Make(ScalingReasons.TaskWaits));
        }

        if (asked < settings.Min)
            findings.Lead(Make(ScalingReasons.Minimum, Text(settings.Min), Text(asked)));
        else if (asked > settings.Max)
            findings.Lead(Make(ScalingReasons.Maximum, Text(settings.Max), Text(asked)));
        return Math.Clamp(asked, settings.Min, settings.Max);
    }

    /// <summary>How much of what is recommended may come true now.</summary>
    private int Limit(AutoscalerSettings settings, ScalingInputs inputs, int recommended, int current, Findings findings)
    {
        var behavior = settings.Behavior;
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

    /// <summary>How many of the missing ones may be started now.</summary>
    private int Allow(int missing, ScalingInputs inputs, Findings findings)
    {
        if (_backoff.Failures == 0 || missing == 0)
            return missing;
        if (inputs.Now < _backoff.Until)
        {
            findings.Lead(Make(ScalingReasons.BackingOff, Text(_backoff.Until), Text(_backoff.Failures), _backoff.Why));
            findings.CheckAt(_backoff.Until);
            return 0;
        }

        // Until one start succeeds there is no use in many.
        var isTried = inputs.Instances.Any(instance => instance.State == InstanceState.Starting && instance.Generation >= inputs.Generation);
        if (missing > 1 || isTried)
            findings.Lead(Make(ScalingReasons.TryingOne, Text(_backoff.Failures), _backoff.Why));
        return isTried ? 0 : 1;
    }

    private static string FormulaOf(AutoscalerSettings settings, List<StrategyResult> results, int recommended, int desired)
    {
        var asked = results.Count == 1 ? results[0].Formula : $"max({string.Join("; ", results.Select(result => result.Formula))})";
        var bounded = $"{asked}; {Text(settings.Min)}..{Text(settings.Max)}: {Text(recommended)}";
        return desired == recommended ? bounded : $"{bounded}; {Text(desired)}";
    }
}
