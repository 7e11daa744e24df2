using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.Detail;

/// <summary>A service at one moment.</summary>
/// <param name="Service">Null: it is not there.</param>
/// <param name="Numbers">Null: this console does not lead, as with the next two.</param>
/// <param name="Elastic">Null also: the autoscaler has not looked at it yet.</param>
/// <param name="Held">Indexes of the tasks that instances have, by instance.</param>
public sealed record ServicePicture(Deployment? Service, ServiceNumbers? Numbers, ElasticState? Elastic, IServiceQueue? Queue, IReadOnlyDictionary<string, IReadOnlyList<long>> Held)
{
    private static readonly Dictionary<string, IReadOnlyList<long>> Nothing = [];

    internal static async Task<ServicePicture> ReadAsync(string project, string name, IDeploymentDirectory directory, IQueueHost host, IElasticity elasticity, CancellationToken cancellationToken)
    {
        if ((await directory.GetAsync(cancellationToken)).Services.GetValueOrDefault(name) is not { } service || service.Project != project)
            return new ServicePicture(null, null, null, null, Nothing);
        var numbers = await ServiceNumbers.ReadAsync(service, host, elasticity, cancellationToken);
        var queue = numbers is null ? null : await host.OpenAsync(name, service.Spec.Queue, name, cancellationToken);
        var workers = queue?.Input.Describe().Groups.FirstOrDefault(group => group.Name == name);
        return new ServicePicture(service, numbers, elasticity.Find(name), queue, workers?.Consumers.ToDictionary(consumer => consumer.Uid, consumer => consumer.Held) ?? Nothing);
    }

    /// <summary>Whether both look the same. A decision is made again and again, and mostly says what the last one said.</summary>
    public bool LooksLike(ServicePicture other) =>
        Service?.Version == other.Service?.Version && Numbers == other.Numbers && Queue == other.Queue && Same(Elastic, other.Elastic)
        && Held.Count == other.Held.Count && Held.All(pair => other.Held.TryGetValue(pair.Key, out var held) && held.SequenceEqual(pair.Value));

    private static bool Same(ElasticState? one, ElasticState? other) => (one, other) switch
    {
        (null, null) => true,
        ({ }, { }) => one.FrontEnds.Count == other.FrontEnds.Count && one.FrontEnds.All(front => other.FrontEnds.TryGetValue(front.Key, out var pod) && pod == front.Value) && one.Instances.SequenceEqual(other.Instances) && Same(one.Decision, other.Decision),
        _ => false,
    };

    private static bool Same(ScalingDecision? one, ScalingDecision? other) => (one, other) switch
    {
        (null, null) => true,
        ({ }, { }) => (one.Desired, one.Formula, one.BackoffUntil) == (other.Desired, other.Formula, other.BackoffUntil)
            && one.Reasons.SequenceEqual(other.Reasons)
            && one.Strategies.Select(result => result.Formula).SequenceEqual(other.Strategies.Select(result => result.Formula)),
        _ => false,
    };
}
