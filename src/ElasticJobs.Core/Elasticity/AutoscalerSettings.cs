namespace ElasticJobs.Core.Elasticity;

/// <summary>How many instances a deployment may have and what decides it. <see cref="AutoscalerReader"/> reads it, <see cref="AutoscalerWriter"/> writes it.</summary>
public sealed record AutoscalerSettings
{
    /// <summary>The most that <see cref="Max"/> may be.</summary>
    public const int MaxLimit = 1000;

    public const double DefaultTolerance = 0.1;

    /// <summary>What an elastic job without settings of its own has.</summary>
    public static readonly AutoscalerSettings ElasticJob = new()
    {
        Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, 2)],
        Behavior = new ScalingBehavior
        {
            ScaleDown = new ScalingRules { StabilizationWindowSeconds = 1 },
            OnZero = new OnZeroRules { ScaleDownGracePeriodSeconds = 60 },
        },
    };

    /// <summary>What other services start from: slow to scale in, and without a strategy of their own.</summary>
    public static readonly AutoscalerSettings Service = new();

    /// <summary>From 0. Default: 1.</summary>
    public int Min { get; init; } = 1;

    /// <summary>From 1 to <see cref="MaxLimit"/>, at least <see cref="Min"/>. Default: 10.</summary>
    public int Max { get; init; } = 10;

    public IReadOnlyList<ScalingStrategy> Strategies { get; init; } = [];

    public ScalingBehavior Behavior { get; init; } = new();

    /// <summary>From 0 to 1: how far a ratio of value to threshold may be off 1 without a change. Default: 0.1. Not for what counts tasks or instances: <c>avg_waiting_length</c> and <c>cron</c>.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Whether <c>avg_waiting_length</c> leaves out what is in flight, as EAS does. Default: false, since a queue whose tasks are all being worked on would ask for nobody.</summary>
    public bool CountsWaitingOnly { get; init; }
}
