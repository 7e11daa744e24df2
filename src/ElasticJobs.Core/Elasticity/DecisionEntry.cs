namespace ElasticJobs.Core.Elasticity;

/// <summary>A decision with what it was made from, as it is kept.</summary>
/// <param name="Waiting">Tasks that nobody had.</param>
/// <param name="InFlight">Tasks that instances had.</param>
public sealed record DecisionEntry(ScalingDecision Decision, int Waiting, int InFlight, int Starting, int Idle, int Busy, int Draining, int Failed)
{
    public static DecisionEntry Of(ScalingDecision decision, ScalingInputs inputs) => new(
        decision, inputs.Waiting, inputs.InFlight,
        Count(inputs, InstanceState.Starting), Count(inputs, InstanceState.Idle), Count(inputs, InstanceState.Busy), Count(inputs, InstanceState.Draining), Count(inputs, InstanceState.Failed));

    /// <summary>Whether what it was made from is the same.</summary>
    public bool Sees(DecisionEntry other) =>
        (Waiting, InFlight, Starting, Idle, Busy, Draining, Failed) == (other.Waiting, other.InFlight, other.Starting, other.Idle, other.Busy, other.Draining, other.Failed);

    /// <summary>Whether it says anything that the one before it did not.</summary>
    public bool IsNewsAfter(DecisionEntry? before) =>
        !Decision.IsQuiet || before is null || Decision.Desired != before.Decision.Desired || Decision.Reason.Code != before.Decision.Reason.Code;

    private static int Count(ScalingInputs inputs, InstanceState state) => inputs.Instances.Count(instance => instance.State == state);
}
