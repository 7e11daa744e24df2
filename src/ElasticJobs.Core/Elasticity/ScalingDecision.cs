namespace ElasticJobs.Core.Elasticity;

/// <summary>How many instances there should be, why, and what to do about it now. Ask again when anything of the inputs changes, and at <see cref="NextCheck"/>.</summary>
public sealed record ScalingDecision
{
    public required DateTimeOffset At { get; init; }

    /// <summary>From min to max.</summary>
    public required int Desired { get; init; }

    /// <summary>What the strategies ask for, within min and max, before windows, policies and grace.</summary>
    public required int Recommended { get; init; }

    /// <summary>Instances that start, are idle or busy, before this decision.</summary>
    public required int Supply { get; init; }

    /// <summary>How many to start.</summary>
    public int Create { get; init; }

    /// <summary>Give these no new work. Those with work keep it.</summary>
    public IReadOnlyList<string> Drain { get; init; } = [];

    /// <summary>Give these work again.</summary>
    public IReadOnlyList<string> Undrain { get; init; } = [];

    /// <summary>Delete these: they drain and have no work. Named until they are gone.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    public required IReadOnlyList<StrategyResult> Strategies { get; init; }

    /// <summary>The arithmetic, e.g. <c>ceil((5 + 1) / 2) = 3; 1..10: 3</c>.</summary>
    public required string Formula { get; init; }

    /// <summary>Why it is this number, what holds it there first. Never empty.</summary>
    public required IReadOnlyList<ScalingReason> Reasons { get; init; }

    /// <summary>When time alone would change it. Null: never.</summary>
    public DateTimeOffset? NextCheck { get; init; }

    /// <summary>No instance is started before. Null: no start has failed lately.</summary>
    public DateTimeOffset? BackoffUntil { get; init; }

    public ScalingReason Reason => Reasons[0];

    /// <summary>Whether nothing is to be done.</summary>
    public bool IsQuiet => Create == 0 && Drain.Count == 0 && Undrain.Count == 0 && Remove.Count == 0;
}

/// <summary>What one strategy asks for.</summary>
/// <param name="Value">What its metric is, as a total where the threshold is per instance. Null: it has none.</param>
/// <param name="Desired">Instances. Null: the metric has no value.</param>
/// <param name="Formula">E.g. <c>ceil((5 + 1) / 2) = 3</c>.</param>
public sealed record StrategyResult(ScalingStrategy Strategy, double? Value, int? Desired, string Formula)
{
    /// <summary>When time alone would change it.</summary>
    internal DateTimeOffset? ChangesAt { get; init; }
}
