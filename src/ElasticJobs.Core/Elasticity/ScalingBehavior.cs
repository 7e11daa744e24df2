namespace ElasticJobs.Core.Elasticity;

/// <summary>How fast the number of instances may change. Fields and meaning are those of Kubernetes' HPA v2, with EAS's <c>onZero</c>.</summary>
public sealed record ScalingBehavior
{
    /// <summary>Default: at once, without limit.</summary>
    public ScalingRules ScaleUp { get; init; } = new();

    /// <summary>Default: what was needed within the last 300 s stays.</summary>
    public ScalingRules ScaleDown { get; init; } = new() { StabilizationWindowSeconds = 300 };

    public OnZeroRules OnZero { get; init; } = new();
}

/// <summary>One direction.</summary>
public sealed record ScalingRules
{
    /// <summary>From 0 to 3,600. The most cautious number that was asked for within this time decides.</summary>
    public int StabilizationWindowSeconds { get; init; }

    /// <summary>Empty: no limit.</summary>
    public IReadOnlyList<ScalingPolicy> Policies { get; init; } = [];

    /// <summary>Which of several policies counts. Default: the one that allows the greatest change.</summary>
    public PolicyChoice SelectPolicy { get; init; } = PolicyChoice.Max;
}

/// <summary>How much the number may change within a time.</summary>
/// <param name="Value">At least 1.</param>
/// <param name="PeriodSeconds">From 1 to 1,800.</param>
public sealed record ScalingPolicy(PolicyType Type, int Value, int PeriodSeconds);

public enum PolicyType
{
    Pods,

    /// <summary>Of the number at the period's beginning; rounded up when scaling out, down (what remains) when scaling in.</summary>
    Percent,
}

public enum PolicyChoice
{
    Max,
    Min,

    /// <summary>No change in this direction.</summary>
    Disabled,
}

/// <summary>Between none and one. Of use only where the minimum is 0.</summary>
public sealed record OnZeroRules
{
    /// <summary>How long the last instance stays after the last work. From 0 to 86,400. Default: 600.</summary>
    public int ScaleDownGracePeriodSeconds { get; init; } = 600;

    /// <summary>How many instances there are at least when work comes while there is none. From 1. Default: 1.</summary>
    public int ScaleUpActivationReplicas { get; init; } = 1;
}
