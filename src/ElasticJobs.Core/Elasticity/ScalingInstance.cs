namespace ElasticJobs.Core.Elasticity;

/// <summary>An instance as the autoscaler sees it.</summary>
/// <param name="Name">Never used again for another one.</param>
/// <param name="Since">When it came into this state.</param>
public sealed record ScalingInstance(string Name, InstanceState State, DateTimeOffset Since)
{
    /// <summary>Tasks or requests that it has.</summary>
    public int InFlight { get; init; }

    /// <summary>How many it takes at once, at least 1.</summary>
    public int Window { get; init; } = 1;

    /// <summary>Of the spec that it was started from; grows with each change.</summary>
    public long Generation { get; init; }

    /// <summary>Whether it was ready at any time. Tells a failed start from a later failure even if the autoscaler hasn't seen it ready.</summary>
    public bool WasReady { get; init; }

    /// <summary>Its deletion was begun, so nothing can take it back. The autoscaler remembers what it had removed, but not over a restart.</summary>
    public bool IsLeaving { get; init; }

    /// <summary>Why it failed, in the runtime's words.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it takes or will take work: it runs or starts, and is not to go.</summary>
    internal bool IsSupply => State is InstanceState.Starting or InstanceState.Idle or InstanceState.Busy;

    internal bool IsReady => State is InstanceState.Idle or InstanceState.Busy;

    internal double Load => InFlight / (double)Math.Max(1, Window);
}

public enum InstanceState
{
    /// <summary>Created and not ready yet, however long that takes. Whoever starts it decides when it has failed.</summary>
    Starting,

    /// <summary>Ready, without work.</summary>
    Idle,

    /// <summary>With work.</summary>
    Busy,

    /// <summary>Gets no new work, and goes when it has none.</summary>
    Draining,

    /// <summary>Ended by itself. It is nobody's supply; clearing it away is not the autoscaler's.</summary>
    Failed,
}
