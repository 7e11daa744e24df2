namespace ElasticJobs.Core.Elasticity;

/// <summary>What the autoscaler knows when it decides. A metric is null while it has no value: then it asks for nothing, and nothing is scaled in.</summary>
public sealed record ScalingInputs
{
    /// <summary>Never before that of an earlier decision.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>All that there are, those that drain or have failed included.</summary>
    public required IReadOnlyList<ScalingInstance> Instances { get; init; }

    /// <summary>Tasks that nobody has.</summary>
    public int Waiting { get; init; }

    /// <summary>Tasks that instances have.</summary>
    public int InFlight { get; init; }

    /// <summary>How long the oldest waiting task has waited. Null: none waits.</summary>
    public TimeSpan? OldestWait { get; init; }

    /// <summary>Requests a second, all instances together.</summary>
    public double? Qps { get; init; }

    /// <summary>Requests at once, all instances together, those held for lack of an instance included. Null: the tasks are what there is.</summary>
    public double? Concurrency { get; init; }

    /// <summary>Percent of what is requested, on average over the instances that are ready.</summary>
    public double? Cpu { get; init; }

    /// <inheritdoc cref="Cpu"/>
    public double? Memory { get; init; }

    /// <inheritdoc cref="Cpu"/>
    public double? Gpu { get; init; }

    /// <summary>Of the spec as it is now. Instances of a smaller one are replaced.</summary>
    public long Generation { get; init; }

    public RolloutPace Rollout { get; init; }
}

/// <summary>How instances of an older generation are replaced. Work is never killed for it.</summary>
public enum RolloutPace
{
    /// <summary>One more than needed is started; for each new one that gets ready an old one drains, idle ones first.</summary>
    OneByOne,

    /// <summary>All that are idle drain at once, and new ones take their place; those with work as above.</summary>
    IdleAtOnce,
}
