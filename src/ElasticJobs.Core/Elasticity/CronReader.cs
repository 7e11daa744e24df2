using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using NCrontab;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads windows of cron strategies: start, end, time zone and how many instances.</summary>
internal static class CronReader
{
    /// <summary>One window or a list of them, where a mapping has thresholds.</summary>
    public static IReadOnlyList<ScalingStrategy> Windows(JsonFields fields, string key)
    {
        List<ScalingStrategy> read = [];
        var windows = fields.Node(key) is JsonArray ? fields.Mappings(key) : [fields.Mapping(key)];
        if (windows.Count == 0)
            fields.Add(key, AutoscalerCodes.NoStrategies);
        foreach (var window in windows.Where(window => window.IsThere))
        {
            if (Window(window) is { } strategy)
                read.Add(strategy);
            window.RefuseRest();
        }

        return read;
    }

    /// <summary>Null: something is wrong with it, which is told.</summary>
    public static ScalingStrategy? Window(JsonFields item)
    {
        // The OpenAPI form has only the name threshold for a number.
        var key = item.Node("threshold") is not null ? "threshold" : "desired";
        var desired = (int?)item.Whole(key, 1, AutoscalerSettings.MaxLimit);
        if (item.Node(key) is null)
            item.Add(key, ProblemCodes.Missing, key, "5");
        var (start, end) = (Cron(item, "start", "0 8 * * 1-5"), Cron(item, "end", "0 20 * * 1-5"));
        var zone = item.Text("timeZone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            item.Add("timeZone", AutoscalerCodes.UnknownTimeZone, zone);
            return null;
        }

        if (start is not null && start == end)
        {
            item.Add("end", AutoscalerCodes.EmptyCronWindow, start);
            return null;
        }

        return desired is { } count && start is not null && end is not null ? new ScalingStrategy(ScalingMetric.Cron, count) { Window = new CronWindow(start, end, zone) } : null;
    }

    private static string? Cron(JsonFields item, string key, string example)
    {
        if (item.Text(key) is not { } text)
        {
            if (item.Node(key) is null)
                item.Add(key, ProblemCodes.Missing, key, example);
            return null;
        }

        if (CrontabSchedule.TryParse(text) is not null)
            return text;
        item.Add(key, AutoscalerCodes.BadCron, text, example);
        return null;
    }
}
