namespace ElasticJobs.Core.Elasticity;

/// <summary>The names of metrics in settings.</summary>
public static class ScalingMetrics
{
    private static readonly (string Name, ScalingMetric Metric)[] All =
    [
        ("avg_waiting_length", ScalingMetric.WaitingLength),
        ("queue_age", ScalingMetric.QueueAge),
        ("qps", ScalingMetric.Qps),
        ("qps1k", ScalingMetric.Qps1k),
        ("cpu", ScalingMetric.Cpu),
        ("memory", ScalingMetric.Memory),
        ("gpu", ScalingMetric.Gpu),
        ("concurrency", ScalingMetric.Concurrency),
        ("cron", ScalingMetric.Cron),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(pair => pair.Name)];

    public static string NameOf(ScalingMetric metric) => Array.Find(All, pair => pair.Metric == metric).Name;

    /// <summary>Null: no metric has the name.</summary>
    public static ScalingMetric? Find(string name)
    {
        var index = Array.FindIndex(All, pair => pair.Name == name);
        return index < 0 ? null : All[index].Metric;
    }
}
