using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Web.Features.Services.List;

/// <param name="Max">Instances that it may have.</param>
/// <param name="Numbers">Null: this console does not lead.</param>
internal sealed record ServiceRow(string Name, DeploymentKind Kind, ServiceState State, int Max, ServiceNumbers? Numbers, DateTimeOffset UpdatedAt, string UpdatedBy);
