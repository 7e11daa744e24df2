namespace ElasticJobs.Core.Elasticity;

/// <summary>What the autoscaler of the console that leads knows and does.</summary>
public interface IElasticity
{
    /// <summary>Null: this console does not lead, or the service is unknown to it yet.</summary>
    ElasticState? Find(string service);
}

/// <param name="Instances">By name.</param>
/// <param name="Decision">The last one. Null: none yet.</param>
/// <param name="FrontEnds">The newest pod of each, by the front end's name. One that is not there is not started yet.</param>
public sealed record ElasticState(IReadOnlyList<ScalingInstance> Instances, ScalingDecision? Decision, IReadOnlyDictionary<string, ScalingInstance> FrontEnds);
