using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Storage.Deployments;

internal sealed class DeploymentRow
{
    public required string Name { get; init; }

    public required string Project { get; init; }

    public required string Document { get; init; }

    public required long Version { get; init; }

    public required long Generation { get; init; }

    public required bool IsStopped { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public required string UpdatedBy { get; init; }

    /// <summary>Null: its document was written by another version of the program and can't be read by this one.</summary>
    public Deployment? ToDeployment() => DeploymentReader.Read(Document).Spec is { } spec
        ? new Deployment
        {
            Name = Name,
            Project = Project,
            Document = Document,
            Spec = spec,
            Version = Version,
            Generation = Generation,
            IsStopped = IsStopped,
            CreatedAt = CreatedAt,
            UpdatedAt = UpdatedAt,
            UpdatedBy = UpdatedBy,
        }
        : null;
}

internal sealed class ServiceTokenRow
{
    public required string Service { get; init; }

    public required string Name { get; init; }

    public required string Hash { get; init; }

    public required string Secret { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public ServiceToken ToToken() => new(Service, Name, Hash, Secret, CreatedAt, CreatedBy);
}
