using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Writes autoscaler settings so that <see cref="AutoscalerReader"/> gives the same again.</summary>
public static class AutoscalerWriter
{
    /// <summary>The form of a service's JSON. Strategies are a mapping where it can say them, else a list.</summary>
    public static JsonObject ToEas(AutoscalerSettings settings) => Write(settings, "strategies", IsMap(settings.Strategies) ? Map(settings.Strategies) : List(settings.Strategies));

    /// <summary>The form of EAS's OpenAPI.</summary>
    public static JsonObject ToOpenApi(AutoscalerSettings settings) => Write(settings, "scaleStrategies", List(settings.Strategies));

    private static JsonObject Write(AutoscalerSettings settings, string field, JsonNode strategies)
    {
        var json = new JsonObject
        {
            ["min"] = settings.Min,
            ["max"] = settings.Max,
            [field] = strategies,
            ["behavior"] = new JsonObject
            {
                ["scaleUp"] = Rules(settings.Behavior.ScaleUp),
                ["scaleDown"] = Rules(settings.Behavior.ScaleDown),
                ["onZero"] = new JsonObject
                {
                    ["scaleDownGracePeriodSeconds"] = settings.Behavior.OnZero.ScaleDownGracePeriodSeconds,
                    ["scaleUpActivationReplicas"] = settings.Behavior.OnZero.ScaleUpActivationReplicas,
                },
            },
        };
        // Fields that EAS doesn't have are written only where they say something.
        if (settings.Tolerance != AutoscalerSettings.DefaultTolerance)
            json["tolerance"] = settings.Tolerance;
        if (settings.CountsWaitingOnly)
            json["countsWaitingOnly"] = true;
        return json;
    }

    private static bool IsMap(IReadOnlyList<ScalingStrategy> strategies) => strategies.All(strategy => strategy.Service is null);

    private static JsonObject Map(IReadOnlyList<ScalingStrategy> strategies)
    {
        var map = new JsonObject();
        foreach (var strategy in strategies.Where(strategy => strategy.Window is null))
            map[strategy.Name] = strategy.Threshold;
        var windows = strategies.Where(strategy => strategy.Window is not null).Select(strategy => Window(strategy, new JsonObject { ["desired"] = (int)strategy.Threshold })).ToArray<JsonNode>();
        if (windows.Length > 0)
            map[ScalingMetrics.NameOf(ScalingMetric.Cron)] = new JsonArray(windows);
        return map;
    }

    private static JsonArray List(IReadOnlyList<ScalingStrategy> strategies) => new([.. strategies.Select(strategy =>
    {
        var item = Window(strategy, new JsonObject { ["metricName"] = strategy.Name, ["threshold"] = strategy.Threshold });
        if (strategy.Service is { } service)
            item["service"] = service;
        return item;
    })]);

    private static JsonObject Window(ScalingStrategy strategy, JsonObject item)
    {
        if (strategy.Window is { } window)
            (item["start"], item["end"], item["timeZone"]) = (window.Start, window.End, window.TimeZone);
        return item;
    }

    private static JsonObject Rules(ScalingRules rules)
    {
        var json = new JsonObject { ["stabilizationWindowSeconds"] = rules.StabilizationWindowSeconds };
        if (rules.Policies.Count > 0)
        {
            json["policies"] = new JsonArray([.. rules.Policies.Select(policy => new JsonObject
            {
                ["type"] = policy.Type.ToString(),
                ["value"] = policy.Value,
                ["periodSeconds"] = policy.PeriodSeconds,
            })]);
        }

        if (rules.SelectPolicy != PolicyChoice.Max)
            json["selectPolicy"] = rules.SelectPolicy.ToString();
        return json;
    }
}
