namespace ElasticJobs.Core.Deployments;

/// <summary>What somebody deployed, as it is to be.</summary>
public sealed record Deployment
{
    /// <summary>Unique over all projects: the queue's address has nothing else. With a group: <c>group.name</c>.</summary>
    public required string Name { get; init; }

    public required string Project { get; init; }

    /// <summary>As it was given, comments included.</summary>
    public required string Document { get; init; }

    /// <summary>What <see cref="Document"/> says.</summary>
    public required DeploymentSpec Spec { get; init; }

    /// <summary>Grows with each change.</summary>
    public long Version { get; init; }

    /// <summary>The <see cref="Version"/> with which its instances last became other than before; those of an older one are replaced once they are idle.</summary>
    public long Generation { get; init; }

    /// <summary>It has no instances and takes no tasks, and keeps those that wait.</summary>
    public bool IsStopped { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Sign-in name, or <c>token:name</c>.</summary>
    public required string UpdatedBy { get; init; }
}
