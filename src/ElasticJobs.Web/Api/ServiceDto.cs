using System.Text.Json.Serialization;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Api;

/// <param name="Name">With a group: <c>group.name</c>.</param>
/// <param name="Kind"><c>ScalableJob</c> or <c>ScalableJobService</c>.</param>
/// <param name="State"><c>Running</c> or <c>Stopped</c>.</param>
/// <param name="Version">Grows with each change.</param>
/// <param name="Generation">The version with which instances last became other than before.</param>
/// <param name="Queue">Address of the input queue; the sink is at its <c>/sink</c>.</param>
/// <param name="Document">As it was given. Null in lists.</param>
/// <param name="Tasks">Null in lists, and where this console does not lead; so are the next three.</param>
/// <param name="Scaling">The autoscaler's last decision.</param>
internal sealed record ServiceDto(
    string Name,
    string Project,
    DeploymentKind Kind,
    string State,
    long Version,
    long Generation,
    string Queue,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy,
    string? Document,
    QueueStatsDto? Tasks,
    ScalingDto? Scaling,
    IReadOnlyList<InstanceDto>? Instances,
    IReadOnlyList<FrontEndDto>? FrontEnds,
    IReadOnlyList<ApiProblem>? Problems) : IAuditedAnswer
{
    [JsonIgnore]
    public string AuditDetail => Name;

    public static ServiceDto Of(Deployment deployment, bool withDocument = true, QueueStatsDto? tasks = null, ElasticState? elastic = null, IReadOnlyList<ApiProblem>? problems = null) => new(
        deployment.Name,
        deployment.Project,
        deployment.Spec.Kind,
        deployment.IsStopped ? "Stopped" : "Running",
        deployment.Version,
        deployment.Generation,
        $"{QueueAddress.Of(deployment.Name)}",
        deployment.CreatedAt,
        deployment.UpdatedAt,
        deployment.UpdatedBy,
        withDocument ? deployment.Document : null,
        tasks,
        elastic?.Decision is { } decision ? ScalingDto.Of(decision) : null,
        elastic?.Instances.Select(InstanceDto.Of).ToList(),
        elastic is null ? null : [.. deployment.Spec.FrontEnds.Select(front => new FrontEndDto(front.Name, front.Port, elastic.FrontEnds.TryGetValue(front.Name, out var pod) ? InstanceDto.Of(pod) : null))],
        problems);
}

/// <param name="Instance">Its pod. Null: it is not started yet.</param>
internal sealed record FrontEndDto(string Name, int Port, InstanceDto? Instance);

/// <summary>Flat numbers, as scalers that poll an address want them.</summary>
/// <param name="Waiting">Tasks that no instance has.</param>
/// <param name="InFlight">Tasks that an instance has.</param>
/// <param name="OldestAgeSeconds">Of the oldest task that is not done. 0: there is none.</param>
/// <param name="Workers">Instances that watch the queue.</param>
/// <param name="IdleWorkers">Of these, those without a task.</param>
/// <param name="DeadLetters">Tasks that were given to instances too often.</param>
/// <param name="Results">Frames in the sink that nobody has taken.</param>
/// <param name="DesiredWorkers">Instances that there should be.</param>
internal sealed record QueueStatsDto(long Waiting, long InFlight, double OldestAgeSeconds, int Workers, int IdleWorkers, long DeadLetters, long Results, int DesiredWorkers);

/// <param name="Secret">What is sent as <c>Authorization</c>. Null: it can't be read any more; renew the token.</param>
internal sealed record ServiceTokenDto(string Name, string? Secret, DateTimeOffset CreatedAt, string CreatedBy);
