using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads <c>strategies</c> and <c>scaleStrategies</c>.</summary>
internal static class StrategyReader
{
    private const string Eas = "strategies";
    private const string OpenApi = "scaleStrategies";

    public static IReadOnlyList<ScalingStrategy> Read(JsonFields fields, IReadOnlyList<ScalingStrategy> defaults)
    {
        var (eas, openApi) = (fields.Node(Eas), fields.Node(OpenApi));
        if (eas is not null && openApi is not null)
            fields.Add(OpenApi, AutoscalerCodes.TwoStrategyForms);
        var given = eas ?? openApi;
        var read = given is null ? defaults : eas is JsonObject ? FromMap(fields.Mapping(Eas)) : FromList(fields.Mappings(eas is null ? OpenApi : Eas));
        if (read.Count == 0 && given is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
            fields.Add(openApi is null ? Eas : OpenApi, AutoscalerCodes.NoStrategies);
        return read.Count == 0 ? defaults : read;
    }

    private static List<ScalingStrategy> FromMap(JsonFields map)
    {
        List<ScalingStrategy> read = [];
        foreach (var name in map.Keys)
        {
            if (FindMetric(map, name, name) is not { } metric)
                continue;
            if (metric == ScalingMetric.Cron)
                read.AddRange(CronReader.Windows(map, name));
            else if (Threshold(map, metric, name) is { } threshold)
                read.Add(new ScalingStrategy(metric, threshold));
        }

        return read;
    }

    private static List<ScalingStrategy> FromList(IReadOnlyList<JsonFields> items)
    {
        List<ScalingStrategy> read = [];
        foreach (var item in items)
        {
            if (FromItem(item) is not { } strategy)
                continue;
            if (read.Exists(other => (other.Metric, other.Service, other.Window) == (strategy.Metric, strategy.Service, strategy.Window)))
                item.Add(MetricKey(item), AutoscalerCodes.DuplicateMetric, strategy.Name);
            else
                read.Add(strategy);
        }

        return read;
    }

    private static ScalingStrategy? FromItem(JsonFields item)
    {
        var key = MetricKey(item);
        if (item.Text(key) is not { } name)
        {
            if (item.Node(key) is null)
                item.Add(key, ProblemCodes.Missing, key, ScalingMetrics.Names[0]);
            return null;
        }

        if (FindMetric(item, name, key) is not { } metric)
            return null;
        ScalingStrategy? strategy = null;
        if (metric == ScalingMetric.Cron)
            strategy = CronReader.Window(item);
        else if (item.Node("threshold") is null)
            item.Add("threshold", ProblemCodes.Missing, "threshold", "2");
        else if (Threshold(item, metric, "threshold") is { } threshold)
            strategy = new ScalingStrategy(metric, threshold);

        var service = item.Text("service");
        item.RefuseRest();
        return strategy is null ? null : strategy with { Service = service };
    }

    /// <summary>The OpenAPI form has the longer name.</summary>
    private static string MetricKey(JsonFields item) => item.Node("metric") is not null ? "metric" : "metricName";

    private static ScalingMetric? FindMetric(JsonFields fields, string name, string key)
    {
        if (ScalingMetrics.Find(name) is { } metric)
            return metric;
        var (en, zh) = Suggestions.ForUnknown(name, ScalingMetrics.Names.ToList());
        fields.Add(key, AutoscalerCodes.UnknownMetric, name, en, zh);
        return null;
    }

    private static double? Threshold(JsonFields fields, ScalingMetric metric, string key)
    {
        if (fields.Number(key, double.MinValue, double.MaxValue) is not { } threshold)
            return null;
        var isWhole = Math.Floor(threshold) == threshold;
        if (threshold <= 0)
            fields.Add(key, AutoscalerCodes.ThresholdNotPositive, ScalingMetrics.NameOf(metric), AutoscalerReader.Text(threshold));
        else if (metric == ScalingMetric.Qps && !isWhole)
            fields.Add(key, AutoscalerCodes.FractionalQps, AutoscalerReader.Text(threshold), AutoscalerReader.Text(Math.Max(1, Math.Round(threshold * 1000))));
        else if (metric == ScalingMetric.Qps1k && !isWhole)
            fields.Add(key, ProblemCodes.WrongType, "a whole number", AutoscalerReader.Text(threshold));
        else
            return threshold;
        return null;
    }
}
