using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads autoscaler settings in EAS's two forms: that of a service's JSON (<c>strategies</c>, a mapping of metrics to thresholds or a list) and that of its OpenAPI (<c>scaleStrategies</c>).</summary>
public static class AutoscalerReader
{
    /// <summary>What is missing or wrong is taken from the defaults of an elastic job.</summary>
    /// <param name="path">Of the settings in their document, e.g. <c>autoscaler</c>. Empty: they are the document.</param>
    /// <param name="problems">Gets every problem.</param>
    public static AutoscalerSettings Read(JsonNode? json, string path, List<Problem> problems) => Read(json, path, AutoscalerSettings.ElasticJob, problems);

    /// <inheritdoc cref="Read(JsonNode?, string, List{Problem})"/>
    /// <param name="defaults">What is missing or wrong is taken from here.</param>
    public static AutoscalerSettings Read(JsonNode? json, string path, AutoscalerSettings defaults, List<Problem> problems)
    {
        if (json is null)
            return defaults;
        if (json is not JsonObject root)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.WrongType, "a mapping", JsonFields.Describe(json)));
            return defaults;
        }

        var fields = new JsonFields(root, path, problems);
        var (min, max) = Bounds(fields, defaults);
        var settings = new AutoscalerSettings
        {
            Min = min,
            Max = max,
            Strategies = StrategyReader.Read(fields, defaults.Strategies),
            Behavior = BehaviorReader.Read(fields.Object("behavior"), defaults.Behavior, max),
            Tolerance = fields.Number("tolerance", 0, 1) ?? defaults.Tolerance,
            CountsWaitingOnly = fields.Flag("countsWaitingOnly") ?? defaults.CountsWaitingOnly,
        };
        fields.Finish();
        return settings;
    }

    private static (int Min, int Max) Bounds(JsonFields fields, AutoscalerSettings defaults)
    {
        var min = fields.Whole("min", 0, AutoscalerSettings.MaxLimit);
        var max = fields.Whole("max", 1, AutoscalerSettings.MaxLimit);
        var (low, high) = (min ?? Math.Min(defaults.Min, max ?? defaults.Max), max ?? defaults.Max);
        if (low <= high)
            return (low, high);
        // Only the minimum was given, or both contradict each other.
        fields.Add(fields.PathOf("min"), AutoscalerCodes.MinAboveMax, JsonFields.Text(low), JsonFields.Text(high));
        return (high, high);
    }
}
