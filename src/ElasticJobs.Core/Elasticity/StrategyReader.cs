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
        var (eas, openApi) = (fields.Get(Eas), fields.Get(OpenApi));
        if (eas is not null && openApi is not null)
            fields.Add(fields.PathOf(OpenApi), AutoscalerCodes.TwoStrategyForms);
        var field = eas is not null ? Eas : OpenApi;
        var read = (eas ?? openApi) switch
        {
            null => defaults,
            JsonObject map when eas is not null => FromMap(fields, map),
            _ => FromList(fields, field),
        };
        if (read.Count == 0 && (eas ?? openApi) is null or JsonObject { Count: 0 } or JsonArray { Count: 0 })
            fields.Add(fields.PathOf(field), AutoscalerCodes.NoStrategies);
        return read.Count == 0 ? defaults : read;
    }

    private static List<ScalingStrategy> FromMap(JsonFields fields, JsonObject map)
    {
        List<ScalingStrategy> read = [];
        foreach (var (name, value) in map)
        {
            var path = $"{fields.PathOf(Eas)}.{name}";
            if (FindMetric(fields, name, path) is not { } metric)
                continue;
            if (metric == ScalingMetric.Cron)
                read.AddRange(CronReader.Windows(fields, value, path));
            else if (Threshold(fields, metric, value, path) is { } threshold)
                read.Add(new ScalingStrategy(metric, threshold));
        }

        return read;
    }

    private static List<ScalingStrategy> FromList(JsonFields fields, string field)
    {
        List<ScalingStrategy> read = [];
        var items = fields.List(field) ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            var path = $"{fields.PathOf(field)}[{JsonFields.Text(i)}]";
            if (fields.Object(items[i], path) is { } item && FromItem(item) is { } strategy)
            {
                if (read.Exists(other => (other.Metric, other.Service, other.Window) == (strategy.Metric, strategy.Service, strategy.Window)))
                    item.Add(path, AutoscalerCodes.DuplicateMetric, strategy.Name);
                else
                    read.Add(strategy);
            }
        }

        return read;
    }

    private static ScalingStrategy? FromItem(JsonFields item)
    {
        var field = item.Get("metric") is not null ? "metric" : "metricName";
        var name = item.Text(field);
        var service = item.Text("service");
        if (name is null)
        {
            if (item.Get(field) is null)
                item.Add(item.PathOf(field), ProblemCodes.Missing, field, ScalingMetrics.Names[0]);
            return null;
        }

        ScalingStrategy? strategy = null;
        if (FindMetric(item, name, item.PathOf(field)) is not { } metric)
            return null;
        if (metric == ScalingMetric.Cron)
            strategy = CronReader.Window(item);
        else if (item.Get("threshold") is not { } value)
            item.Add(item.PathOf("threshold"), ProblemCodes.Missing, "threshold", "2");
        else if (Threshold(item, metric, value, item.PathOf("threshold")) is { } threshold)
            strategy = new ScalingStrategy(metric, threshold);

        item.Finish();
        return strategy is null ? null : strategy with { Service = service };
    }

    private static ScalingMetric? FindMetric(JsonFields fields, string name, string path)
    {
        if (ScalingMetrics.Find(name) is { } metric)
            return metric;
        var (en, zh) = Suggestions.ForUnknown(name, ScalingMetrics.Names.ToList());
        fields.Add(path, AutoscalerCodes.UnknownMetric, name, en, zh);
        return null;
    }

    private static double? Threshold(JsonFields fields, ScalingMetric metric, JsonNode? value, string path)
    {
        if (fields.Number(value, path) is not { } threshold)
            return null;
        var isWhole = Math.Floor(threshold) == threshold;
        if (threshold <= 0 || !double.IsFinite(threshold))
            fields.Add(path, AutoscalerCodes.ThresholdNotPositive, ScalingMetrics.NameOf(metric), JsonFields.Text(threshold));
        else if (metric == ScalingMetric.Qps && !isWhole)
            fields.Add(path, AutoscalerCodes.FractionalQps, JsonFields.Text(threshold), JsonFields.Text(Math.Max(1, Math.Round(threshold * 1000))));
        else if (metric == ScalingMetric.Qps1k && !isWhole)
            fields.Add(path, ProblemCodes.WrongType, "a whole number", JsonFields.Text(threshold));
        else
            return threshold;
        return null;
    }
}
