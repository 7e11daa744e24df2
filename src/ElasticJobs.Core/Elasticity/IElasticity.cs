namespace ElasticJobs.Core.Elasticity;

/// <summary>What the autoscaler of the console that leads knows and does.</summary>
public interface IElasticity
{
    /// <summary>Null: this console does not lead, or the service is unknown to it yet.</summary>
    ElasticState? Find(string service);
}

/// <param name="Instances">By name.</param>
/// <param name="Decision">The last one. Null: none yet.</param>
/// <param name="FrontEnd">Null: the service has none, or it is not started yet.</param>
public sealed record ElasticState(IReadOnlyList<ScalingInstance> Instances, ScalingDecision? Decision, ScalingInstance? FrontEnd);
