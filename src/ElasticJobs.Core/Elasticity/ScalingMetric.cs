namespace ElasticJobs.Core.Elasticity;

/// <summary>What a strategy looks at. <see cref="ScalingMetrics"/> has the names that settings use.</summary>
public enum ScalingMetric
{
    /// <summary>Tasks per instance, waiting and in flight.</summary>
    WaitingLength,

    /// <summary>Seconds that the oldest waiting task has waited.</summary>
    QueueAge,

    /// <summary>Requests a second per instance.</summary>
    Qps,

    /// <summary>Requests per 1,000 seconds per instance: rates below 1 without a fraction.</summary>
    Qps1k,

    /// <summary>Percent of what instances request, on average over those that are ready.</summary>
    Cpu,

    /// <inheritdoc cref="Cpu"/>
    Memory,

    /// <inheritdoc cref="Cpu"/>
    Gpu,

    /// <summary>Requests at once per instance.</summary>
    Concurrency,

    /// <summary>A number of instances for the time between two cron times.</summary>
    Cron,
}
