using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Database;

namespace ElasticJobs.Storage.Projects;

internal sealed class ProjectRow
{
    public required string Name { get; init; }

    public required string Description { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>A <see cref="ProjectPlace"/> as JSON.</summary>
    public string? Place { get; init; }

    /// <summary>A <see cref="PlaceState"/> as JSON.</summary>
    public string? State { get; init; }

    public required long Version { get; init; }

    public Project ToProject() => new(Name, Description, CreatedAt) { Place = StoredJson.ToPlace(Place), State = StoredJson.ToPlaceState(State), Version = Version };
}

internal sealed class ProjectMemberRow
{
    public required string Project { get; init; }

    public required string UserName { get; init; }

    public required ProjectRole Role { get; init; }
}
