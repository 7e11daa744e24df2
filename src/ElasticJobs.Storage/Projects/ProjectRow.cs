using ElasticJobs.Core.Access;

namespace ElasticJobs.Storage.Projects;

internal sealed class ProjectRow
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class ProjectMemberRow
{
    public required string Project { get; init; }

    public required string UserName { get; init; }

    public required ProjectRole Role { get; init; }
}
