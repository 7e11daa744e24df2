using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using NCrontab;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads windows of cron strategies: start, end, time zone and how many instances.</summary>
internal static class CronReader
{
    /// <summary>One window or a list of them, where a mapping has thresholds.</summary>
    public static IEnumerable<ScalingStrategy> Windows(JsonFields fields, JsonNode? value, string path)
    {
        if (value is not JsonArray list)
            return One(value, path);
        if (list.Count == 0)
            fields.Add(path, AutoscalerCodes.NoStrategies);
        return list.SelectMany((item, index) => One(item, $"{path}[{JsonFields.Text(index)}]"));

        IEnumerable<ScalingStrategy> One(JsonNode? item, string itemPath)
        {
            if (fields.Object(item, itemPath) is not { } window)
                return [];
            var strategy = Window(window);
            window.Finish();
            return strategy is null ? [] : [strategy];
        }
    }

    /// <summary>Null: something is wrong with it, which is told.</summary>
    public static ScalingStrategy? Window(JsonFields item)
    {
        // The OpenAPI form has only the name threshold for a number.
        var field = item.Get("desired") is not null ? "desired" : "threshold";
        var desired = item.Whole(field, 1, AutoscalerSettings.MaxLimit);
        if (item.Get(field) is null)
            item.Add(item.PathOf("desired"), ProblemCodes.Missing, "desired", "5");
        var (start, end) = (Cron(item, "start", "0 8 * * 1-5"), Cron(item, "end", "0 20 * * 1-5"));
        var zone = item.Text("timeZone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            item.Add(item.PathOf("timeZone"), AutoscalerCodes.UnknownTimeZone, zone);
            return null;
        }

        if (start is not null && start == end)
        {
            item.Add(item.PathOf("end"), AutoscalerCodes.EmptyCronWindow, start);
            return null;
        }

        return desired is { } count && start is not null && end is not null ? new ScalingStrategy(ScalingMetric.Cron, count) { Window = new CronWindow(start, end, zone) } : null;
    }

    private static string? Cron(JsonFields item, string field, string example)
    {
        if (item.Text(field) is not { } text)
        {
            if (item.Get(field) is null)
                item.Add(item.PathOf(field), ProblemCodes.Missing, field, example);
            return null;
        }

        if (CrontabSchedule.TryParse(text) is not null)
            return text;
        item.Add(item.PathOf(field), AutoscalerCodes.BadCron, text, example);
        return null;
    }
}
