using static ElasticJobs.Core.Elasticity.ScalingTexts;

namespace ElasticJobs.Core.Elasticity;

/// <summary>
/// Decides how many instances one deployment should have, and which come and go. Keeps only what windows, policies, grace and backoff need; without memory, as after a restart, it takes what is there as what was wanted.
/// The same history gives the same decisions. Not for several threads at once.
/// </summary>
/// <param name="random">For the jitter of backoff.</param>
public sealed class Autoscaler(Random random)
{
    private TargetLimits _limits = new();
    private StartBackoff _backoff = new(random);
    private readonly CronCalendar _calendar = new();
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);

    /// <summary>What it should be now. The caller carries it out and asks again when that shows in the inputs.</summary>
    public ScalingDecision Decide(AutoscalerSettings settings, ScalingInputs inputs)
    {
        var findings = new Findings(inputs.Now);
        _backoff.See(inputs);
        var supply = inputs.Instances.Count(instance => instance.IsSupply);
        _limits.See(settings, inputs, supply);
        var rules = new StrategyRules(settings, inputs, _calendar);
        var results = settings.Strategies.Select(rules.Evaluate).ToList();
        var recommended = Recommendation.Of(settings, inputs, results, _limits.Target, findings);
        var desired = _limits.Apply(settings, inputs, recommended, findings);

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
            Formula = Recommendation.FormulaOf(settings, results, recommended, desired),
            Reasons = findings.Reasons,
            NextCheck = findings.NextCheck,
            BackoffUntil = _backoff.Failures > 0 ? _backoff.Until : null,
        };
    }

    /// <summary>For a deployment that was stopped: what it needed before is no reason to start as many again, and failed starts are no reason to wait.</summary>
    public void Forget()
    {
        _limits = new TargetLimits();
        _backoff = new StartBackoff(random);
        _leaving.Clear();
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
}
