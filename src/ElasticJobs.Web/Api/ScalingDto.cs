using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Web.Api;

/// <summary>Why there are as many instances as there are.</summary>
/// <param name="Recommended">Before windows, policies and grace.</param>
/// <param name="Supply">Instances that start, are idle or busy, before this decision.</param>
/// <param name="Formula">E.g. <c>ceil((5 + 1) / 2) = 3</c>.</param>
/// <param name="Reasons">In sentences, what holds the number first.</param>
internal sealed record ScalingDto(DateTimeOffset At, int Desired, int Recommended, int Supply, string Formula, IReadOnlyList<string> Reasons, DateTimeOffset? BackoffUntil)
{
    public static ScalingDto Of(ScalingDecision decision) => new(
        decision.At, decision.Desired, decision.Recommended, decision.Supply, decision.Formula, [.. decision.Reasons.Select(reason => reason.Message)], decision.BackoffUntil);
}

/// <summary>A decision of the past with what it was made from.</summary>
/// <param name="Waiting">Tasks that nobody had.</param>
/// <param name="InFlight">Tasks that instances had.</param>
/// <param name="Create">Instances that were started for it.</param>
/// <param name="Drain">Instances that were given no more work, by name.</param>
/// <param name="Remove">Instances that were deleted, by name.</param>
internal sealed record DecisionDto(
    ScalingDto Decision, int Waiting, int InFlight, int Starting, int Idle, int Busy, int Draining, int Failed, int Create, IReadOnlyList<string> Drain, IReadOnlyList<string> Remove)
{
    public static DecisionDto Of(DecisionEntry entry) => new(
        ScalingDto.Of(entry.Decision), entry.Waiting, entry.InFlight, entry.Starting, entry.Idle, entry.Busy, entry.Draining, entry.Failed, entry.Decision.Create, entry.Decision.Drain, entry.Decision.Remove);
}

/// <param name="State"><c>Starting</c>, <c>Idle</c>, <c>Busy</c>, <c>Draining</c> or <c>Failed</c>.</param>
/// <param name="Since">When it came into this state.</param>
/// <param name="Tasks">That it has now.</param>
/// <param name="Generation">Of the service's document that it was made from.</param>
/// <param name="Failure">Null: none.</param>
internal sealed record InstanceDto(string Name, InstanceState State, DateTimeOffset Since, int Tasks, long Generation, string? Failure)
{
    public static InstanceDto Of(ScalingInstance instance) => new(instance.Name, instance.State, instance.Since, instance.InFlight, instance.Generation, instance.Failure);
}
