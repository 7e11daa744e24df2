namespace ElasticJobs.Core.Elasticity;

/// <summary>A decision with what it was made from, as it is kept.</summary>
/// <param name="Waiting">Tasks that nobody had.</param>
/// <param name="InFlight">Tasks that instances had.</param>
public sealed record DecisionEntry(ScalingDecision Decision, int Waiting, int InFlight, int Starting, int Idle, int Busy, int Draining, int Failed)
{
    public static DecisionEntry Of(ScalingDecision decision, ScalingInputs inputs) => new(
        decision, inputs.Waiting, inputs.InFlight,
        Count(inputs, InstanceState.Starting), Count(inputs, InstanceState.Idle), Count(inputs, InstanceState.Busy), Count(inputs, InstanceState.Draining), Count(inputs, InstanceState.Failed));

    private static int Count(ScalingInputs inputs, InstanceState state) => inputs.Instances.Count(instance => instance.State == state);
}
