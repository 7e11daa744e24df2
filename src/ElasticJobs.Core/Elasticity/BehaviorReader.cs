using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Elasticity;

/// <summary>Reads <c>behavior</c>.</summary>
internal static class BehaviorReader
{
    private const int LongestWindow = 3600;
    private const int LongestPeriod = 1800;
    private const int LongestGrace = 86_400;

    public static ScalingBehavior Read(JsonFields? fields, ScalingBehavior defaults, int max)
    {
        if (fields is null)
            return defaults;
        var behavior = new ScalingBehavior
        {
            ScaleUp = Rules(fields.Object("scaleUp"), defaults.ScaleUp),
            ScaleDown = Rules(fields.Object("scaleDown"), defaults.ScaleDown),
            OnZero = OnZero(fields.Object("onZero"), defaults.OnZero, max),
        };
        fields.Finish();
        return behavior;
    }

    private static ScalingRules Rules(JsonFields? fields, ScalingRules defaults)
    {
        if (fields is null)
            return defaults;
        var rules = new ScalingRules
        {
            StabilizationWindowSeconds = fields.Whole("stabilizationWindowSeconds", 0, LongestWindow) ?? defaults.StabilizationWindowSeconds,
            Policies = Policies(fields) ?? defaults.Policies,
            SelectPolicy = fields.Choice<PolicyChoice>("selectPolicy") ?? defaults.SelectPolicy,
        };
        fields.Finish();
        return rules;
    }

    private static List<ScalingPolicy>? Policies(JsonFields fields)
    {
        if (fields.List("policies") is not { } items)
            return null;
        List<ScalingPolicy> policies = [];
        for (var i = 0; i < items.Count; i++)
        {
            if (fields.Object(items[i], $"{fields.PathOf("policies")}[{JsonFields.Text(i)}]") is { } item && Policy(item) is { } policy)
                policies.Add(policy);
        }

        return policies;
    }

    private static ScalingPolicy? Policy(JsonFields item)
    {
        foreach (var (field, example) in new[] { ("type", "Pods"), ("value", "4"), ("periodSeconds", "15") })
        {
            if (item.Get(field) is null)
                item.Add(item.PathOf(field), ProblemCodes.Missing, field, example);
        }

        var (type, value, period) = (item.Choice<PolicyType>("type"), item.Whole("value", 1, AutoscalerSettings.MaxLimit), item.Whole("periodSeconds", 1, LongestPeriod));
        item.Finish();
        return type is not null && value is not null && period is not null ? new ScalingPolicy(type.Value, value.Value, period.Value) : null;
    }

    private static OnZeroRules OnZero(JsonFields? fields, OnZeroRules defaults, int max)
    {
        if (fields is null)
            return defaults;
        var rules = new OnZeroRules
        {
            ScaleDownGracePeriodSeconds = fields.Whole("scaleDownGracePeriodSeconds", 0, LongestGrace) ?? defaults.ScaleDownGracePeriodSeconds,
            ScaleUpActivationReplicas = fields.Whole("scaleUpActivationReplicas", 1, AutoscalerSettings.MaxLimit) ?? defaults.ScaleUpActivationReplicas,
        };
        if (rules.ScaleUpActivationReplicas > max)
            fields.Add(fields.PathOf("scaleUpActivationReplicas"), AutoscalerCodes.ActivationAboveMax, JsonFields.Text(rules.ScaleUpActivationReplicas), JsonFields.Text(max));
        // The gateway holds what comes while there is no instance, always.
        if (fields.Flag("interceptTraffic") == false)
            fields.Warn(fields.PathOf("interceptTraffic"), AutoscalerCodes.TrafficIsHeld);
        fields.Finish();
        return rules;
    }
}
