using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads autoscaler settings in EAS's two forms: that of a service's JSON (<c>strategies</c>, a mapping of metrics to thresholds or a list) and that of its OpenAPI (<c>scaleStrategies</c>).</summary>
public static class AutoscalerReader
{
    /// <summary>What is missing or wrong is taken from the defaults of an elastic job.</summary>
    /// <param name="path">Of the settings in their document, e.g. <c>autoscaler</c>. Empty: they are the document.</param>
    /// <param name="problems">Gets every problem.</param>
    public static AutoscalerSettings Read(JsonNode? json, string path, ICollection<Problem> problems) => Read(json, path, AutoscalerSettings.ElasticJob, problems);

    /// <inheritdoc cref="Read(JsonNode?, string, ICollection{Problem})"/>
    /// <param name="defaults">What is missing or wrong is taken from here.</param>
    public static AutoscalerSettings Read(JsonNode? json, string path, AutoscalerSettings defaults, ICollection<Problem> problems)
    {
        if (json is null)
            return defaults;
        if (json is not JsonObject root)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.WrongType, "a mapping", json is JsonArray ? "a list" : json.ToJsonString()));
            return defaults;
        }

        var fields = new JsonFields(root, path, problems);
        var (min, max) = Bounds(fields, defaults);
        var settings = new AutoscalerSettings
        {
            Min = min,
            Max = max,
            Strategies = StrategyReader.Read(fields, defaults.Strategies),
            Behavior = BehaviorReader.Read(fields.Mapping("behavior"), defaults.Behavior, max),
            Tolerance = fields.Number("tolerance", 0, 1) ?? defaults.Tolerance,
            CountsWaitingOnly = fields.Flag("countsWaitingOnly") ?? defaults.CountsWaitingOnly,
        };
        fields.RefuseRest();
        return settings;
    }

    internal static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static (int Min, int Max) Bounds(JsonFields fields, AutoscalerSettings defaults)
    {
        var min = (int?)fields.Whole("min", 0, AutoscalerSettings.MaxLimit);
        var max = (int?)fields.Whole("max", 1, AutoscalerSettings.MaxLimit);
        // A maximum alone may be below the default of the minimum.
        var (low, high) = (min ?? Math.Min(defaults.Min, max ?? defaults.Max), max ?? defaults.Max);
        if (low <= high)
            return (low, high);
        fields.Add("min", AutoscalerCodes.MinAboveMax, Text(low), Text(high));
        return (high, high);
    }
}
