using static ElasticJobs.Core.Elasticity.ScalingTexts;

namespace ElasticJobs.Core.Elasticity;

/// <summary>One number out of what all strategies ask for.</summary>
internal static class Recommendation
{
    /// <summary>The most that a strategy asks for, within the bounds.</summary>
    public static int Of(AutoscalerSettings settings, ScalingInputs inputs, List<StrategyResult> results, int current, Findings findings)
    {
        var most = results.Where(result => result.Desired is not null).MaxBy(result => result.Desired);
        var asked = most?.Desired ?? 0;
        findings.Add(asked > 0 ? Make(ScalingReasons.Demand, most!.Strategy.Name, Text(asked), most.Formula) : Make(ScalingReasons.NoDemand));
        foreach (var result in results)
            findings.CheckAt(result.ChangesAt);

        if (results.Find(result => result.Desired is null) is { } unknown && asked < current)
        {
            asked = current;
            findings.Lead(Make(ScalingReasons.NoValue, unknown.Strategy.Name));
        }

        if (asked == 0 && inputs.Waiting > 0)
        {
            asked = 1;
            if (settings.Min == 0)
                findings.Lead(Make(ScalingReasons.TaskWaits));
        }

        if (asked < settings.Min)
            findings.Lead(Make(ScalingReasons.Minimum, Text(settings.Min), Text(asked)));
        else if (asked > settings.Max)
            findings.Lead(Make(ScalingReasons.Maximum, Text(settings.Max), Text(asked)));
        return Math.Clamp(asked, settings.Min, settings.Max);
    }

    public static string FormulaOf(AutoscalerSettings settings, List<StrategyResult> results, int recommended, int desired)
    {
        var asked = results.Count == 1 ? results[0].Formula : $"max({string.Join("; ", results.Select(result => result.Formula))})";
        var bounded = $"{asked}; {Text(settings.Min)}..{Text(settings.Max)}: {Text(recommended)}";
        return desired == recommended ? bounded : $"{bounded}; {Text(desired)}";
    }
}
