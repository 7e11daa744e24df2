namespace ElasticJobs.Core.Elasticity;

/// <summary>One part of why there are as many instances as there are.</summary>
/// <param name="Code">Of <see cref="ScalingReasons"/>; stable.</param>
/// <param name="Message">In English. <see cref="ScalingTexts"/> has other languages.</param>
/// <param name="Args">The values in the sentence.</param>
public sealed record ScalingReason(string Code, string Message, IReadOnlyList<string> Args)
{
    public bool Equals(ScalingReason? other) => other is not null && Code == other.Code && Args.SequenceEqual(other.Args, StringComparer.Ordinal);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Code);
}

/// <summary>Codes of <see cref="ScalingReason"/>.</summary>
public static class ScalingReasons
{
    public const string Demand = "demand";
    public const string NoDemand = "no_demand";
    public const string NoValue = "no_value";
    public const string TaskWaits = "task_waits";
    public const string Minimum = "minimum";
    public const string Maximum = "maximum";
    public const string ScaleDownWindow = "scale_down_window";
    public const string ScaleUpWindow = "scale_up_window";
    public const string ScaleUpPolicy = "scale_up_policy";
    public const string ScaleDownPolicy = "scale_down_policy";
    public const string ScaleUpDisabled = "scale_up_disabled";
    public const string ScaleDownDisabled = "scale_down_disabled";
    public const string ZeroGrace = "zero_grace";
    public const string Activation = "activation";
    public const string BackingOff = "backing_off";
    public const string TryingOne = "trying_one";
    public const string Rollout = "rollout";
}
