namespace ElasticJobs.Core.Elasticity;

/// <summary>Which instances come and go so that there are as many as desired. Work is never killed: what has work only drains, and only what drains and is empty is removed.</summary>
internal sealed class InstancePlan
{
    /// <summary>How many more than desired a rollout may have for a while.</summary>
    private const int Surge = 1;

    private InstancePlan(int missing, IReadOnlyList<string> drain, IReadOnlyList<string> undrain, IReadOnlyList<string> remove, int stale) =>
        (Missing, Drain, Undrain, Remove, Stale) = (missing, drain, undrain, remove, stale);

    /// <summary>How many to start.</summary>
    public int Missing { get; }

    public IReadOnlyList<string> Drain { get; }

    public IReadOnlyList<string> Undrain { get; }

    public IReadOnlyList<string> Remove { get; }

    /// <summary>Instances of an older generation that work on.</summary>
    public int Stale { get; }

    /// <param name="leaving">Names that were to be removed before, so that nothing can take them back.</param>
    public static InstancePlan Make(ScalingInputs inputs, int desired, IReadOnlySet<string> leaving)
    {
        var fresh = inputs.Instances.Where(instance => instance.IsSupply && instance.Generation >= inputs.Generation).ToList();
        var stale = inputs.Instances.Where(instance => instance.IsSupply && instance.Generation < inputs.Generation).ToList();

        // A new one replaces an old one only when it is ready: a spec that can't start takes nothing away.
        var ready = fresh.Count(instance => instance.IsReady);
        var goingStale = Cheapest(stale, ready + stale.Count - desired).Union(stale.Where(instance => LeavesAtOnce(instance, inputs.Rollout))).ToList();
        var goingFresh = Cheapest(fresh, fresh.Count - desired);
        var staying = stale.Count - goingStale.Count;

        var missing = Math.Max(0, desired - fresh.Count);
        if (stale.Count > 0)
            missing = Math.Clamp(desired + (staying > 0 ? Surge : 0) - fresh.Count - staying, 0, missing);
        var back = inputs.Instances
            .Where(instance => instance is { State: InstanceState.Draining, IsLeaving: false } && instance.Generation >= inputs.Generation && !leaving.Contains(instance.Name))
            .OrderBy(instance => instance.Load).ThenByDescending(instance => instance.Since).ThenBy(instance => instance.Name, StringComparer.Ordinal)
            .Take(missing).Select(instance => instance.Name).ToList();
        var remove = inputs.Instances
            .Where(instance => instance is { State: InstanceState.Draining, InFlight: 0 } && !back.Contains(instance.Name))
            .Select(instance => instance.Name).ToList();
        return new InstancePlan(missing - back.Count, [.. goingStale.Concat(goingFresh).Select(instance => instance.Name)], back, remove, staying);
    }

    private static List<ScalingInstance> Cheapest(List<ScalingInstance> supply, int count) =>
        count <= 0 ? [] : [.. supply.OrderBy(Cost).ThenBy(Age).ThenBy(instance => instance.Name, StringComparer.Ordinal).Take(count)];

    /// <summary>Those that start have nothing to lose yet, then come those without work, then those with the least.</summary>
    private static double Cost(ScalingInstance instance) => instance.State switch
    {
        InstanceState.Starting => -2,
        InstanceState.Idle => -1,
        _ => instance.Load,
    };

    /// <summary>The youngest of those that start is the farthest from being ready; of the others the one that has been so for the longest time goes.</summary>
    private static long Age(ScalingInstance instance) => instance.State == InstanceState.Starting ? -instance.Since.UtcTicks : instance.Since.UtcTicks;

    /// <summary>An old one that only starts would be replaced before its first work.</summary>
    private static bool LeavesAtOnce(ScalingInstance instance, RolloutPace pace) =>
        instance.State == InstanceState.Starting || (instance.State == InstanceState.Idle && pace == RolloutPace.IdleAtOnce);
}
