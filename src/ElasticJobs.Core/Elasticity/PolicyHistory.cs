namespace ElasticJobs.Core.Elasticity;

/// <summary>The changes of late, and how far policies let the number go. The arithmetic is that of Kubernetes' HPA: each policy counts from what the number was at the beginning of its period.</summary>
internal sealed class PolicyHistory
{
    private readonly Queue<(DateTimeOffset At, int Change)> _changes = new();

    public void Record(int change, DateTimeOffset now)
    {
        if (change != 0)
            _changes.Enqueue((now, change));
    }

    /// <summary>Forgets what no policy can ask for.</summary>
    public void Forget(ScalingBehavior behavior, DateTimeOffset now)
    {
        var longest = behavior.ScaleUp.Policies.Concat(behavior.ScaleDown.Policies).Select(policy => policy.PeriodSeconds).DefaultIfEmpty(0).Max();
        while (_changes.TryPeek(out var oldest) && oldest.At.AddSeconds(longest) <= now)
            _changes.Dequeue();
    }

    /// <returns>The most that there may be now, at least <paramref name="current"/>, and when more may be allowed.</returns>
    public (int Limit, DateTimeOffset? Until) Above(int current, ScalingRules rules, DateTimeOffset now)
    {
        if (rules.SelectPolicy == PolicyChoice.Disabled)
            return (current, null);
        if (rules.Policies.Count == 0)
            return (int.MaxValue, null);
        var limits = rules.Policies.Select(policy => Ceiling(policy, AtStart(policy, current, now))).ToList();
        var limit = Math.Max(current, rules.SelectPolicy == PolicyChoice.Max ? limits.Max() : limits.Min());
        return (limit, Until(rules, limit != current, now));
    }

    /// <returns>The least that there may be now, at most <paramref name="current"/>, and when less may be allowed.</returns>
    public (int Limit, DateTimeOffset? Until) Below(int current, ScalingRules rules, DateTimeOffset now)
    {
        if (rules.SelectPolicy == PolicyChoice.Disabled)
            return (current, null);
        if (rules.Policies.Count == 0)
            return (0, null);
        var limits = rules.Policies.Select(policy => Floor(policy, AtStart(policy, current, now))).ToList();
        var limit = Math.Clamp(rules.SelectPolicy == PolicyChoice.Max ? limits.Min() : limits.Max(), 0, current);
        return (limit, Until(rules, limit != current, now));
    }

    private static int Ceiling(ScalingPolicy policy, int start) => policy.Type == PolicyType.Pods
        ? start + policy.Value
        : (int)Math.Ceiling(start * (100L + policy.Value) / 100m);

    private static int Floor(ScalingPolicy policy, int start) => policy.Type == PolicyType.Pods
        ? start - policy.Value
        : (int)(start * (100L - policy.Value) / 100m);

    private int AtStart(ScalingPolicy policy, int current, DateTimeOffset now) =>
        current - _changes.Where(change => change.At.AddSeconds(policy.PeriodSeconds) > now).Sum(change => change.Change);

    /// <summary>When the next change leaves a period. Null: none is in one, so waiting allows nothing more.</summary>
    /// <param name="changesNow">Whether there is a change now, which begins a period.</param>
    private DateTimeOffset? Until(ScalingRules rules, bool changesNow, DateTimeOffset now)
    {
        var leaving = rules.Policies
            .SelectMany(policy => _changes.Select(change => change.At.AddSeconds(policy.PeriodSeconds)))
            .Where(leaves => leaves > now);
        if (changesNow)
            leaving = leaving.Append(now.AddSeconds(rules.Policies.Min(policy => policy.PeriodSeconds)));
        return leaving.Select(leaves => (DateTimeOffset?)leaves).Min();
    }
}
