using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads <c>behavior</c>.</summary>
internal static class BehaviorReader
{
    private const int LongestWindow = 3600;
    private const int LongestPeriod = 1800;
    private const int LongestGrace = 86_400;

    public static ScalingBehavior Read(JsonFields fields, ScalingBehavior defaults, int max)
    {
        var behavior = new ScalingBehavior
        {
            ScaleUp = Rules(fields.Mapping("scaleUp"), defaults.ScaleUp),
            ScaleDown = Rules(fields.Mapping("scaleDown"), defaults.ScaleDown),
            OnZero = OnZero(fields.Mapping("onZero"), defaults.OnZero, max),
        };
        fields.RefuseRest();
        return behavior;
    }

    private static ScalingRules Rules(JsonFields fields, ScalingRules defaults)
    {
        var rules = new ScalingRules
        {
            StabilizationWindowSeconds = (int?)fields.Whole("stabilizationWindowSeconds", 0, LongestWindow) ?? defaults.StabilizationWindowSeconds,
            Policies = fields.Node("policies") is null ? defaults.Policies : [.. fields.Mappings("policies").Select(Policy).OfType<ScalingPolicy>()],
            SelectPolicy = (PolicyChoice?)fields.Choice("selectPolicy", Enum.GetNames<PolicyChoice>()) ?? defaults.SelectPolicy,
        };
        fields.RefuseRest();
        return rules;
    }

    private static ScalingPolicy? Policy(JsonFields item)
    {
        foreach (var (key, example) in new[] { ("type", "Pods"), ("value", "4"), ("periodSeconds", "15") })
        {
            if (item.Node(key) is null)
                item.Add(key, ProblemCodes.Missing, key, example);
        }

        var type = (PolicyType?)item.Choice("type", Enum.GetNames<PolicyType>());
        var (value, period) = ((int?)item.Whole("value", 1, AutoscalerSettings.MaxLimit), (int?)item.Whole("periodSeconds", 1, LongestPeriod));
        item.RefuseRest();
        return type is not null && value is not null && period is not null ? new ScalingPolicy(type.Value, value.Value, period.Value) : null;
    }

    private static OnZeroRules OnZero(JsonFields fields, OnZeroRules defaults, int max)
    {
        var rules = new OnZeroRules
        {
            ScaleDownGracePeriodSeconds = (int?)fields.Whole("scaleDownGracePeriodSeconds", 0, LongestGrace) ?? defaults.ScaleDownGracePeriodSeconds,
            ScaleUpActivationReplicas = (int?)fields.Whole("scaleUpActivationReplicas", 1, AutoscalerSettings.MaxLimit) ?? defaults.ScaleUpActivationReplicas,
        };
        if (rules.ScaleUpActivationReplicas > max)
            fields.Add("scaleUpActivationReplicas", AutoscalerCodes.ActivationAboveMax, AutoscalerReader.Text(rules.ScaleUpActivationReplicas), AutoscalerReader.Text(max));
        // The gateway holds what comes while there is no instance, always.
        if (fields.Flag("interceptTraffic") == false)
            fields.Warn("interceptTraffic", AutoscalerCodes.TrafficIsHeld);
        fields.RefuseRest();
        return rules;
    }
}
