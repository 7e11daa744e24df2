namespace ElasticJobs.Core.Elasticity;

/// <summary>One thing that asks for instances. Of several the one that asks for most decides.</summary>
/// <param name="Threshold">Above 0, in the metric's unit. For <see cref="ScalingMetric.Cron"/>: how many instances.</param>
public sealed record ScalingStrategy(ScalingMetric Metric, double Threshold)
{
    /// <summary>As the OpenAPI form has it, kept for that form. Metrics are those of the scaled service, whatever is named here.</summary>
    public string? Service { get; init; }

    /// <summary>Only with <see cref="ScalingMetric.Cron"/>, and always with it.</summary>
    public CronWindow? Window { get; init; }

    public string Name => ScalingMetrics.NameOf(Metric);
}

/// <summary>The time from one cron time to the next of another, e.g. from <c>0 8 * * 1-5</c> to <c>0 20 * * 1-5</c>.</summary>
/// <param name="Start">Five fields.</param>
/// <param name="End">Five fields. The end itself is outside.</param>
/// <param name="TimeZone">IANA name, e.g. <c>Asia/Shanghai</c>.</param>
public sealed record CronWindow(string Start, string End, string TimeZone = "UTC");
