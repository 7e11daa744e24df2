namespace ElasticJobs.Core.Projects;

/// <summary>A team's space.</summary>
public sealed record Project(string Name, string Description, DateTimeOffset CreatedAt)
{
    public const string DefaultName = "default";

    /// <summary>Null: as the console's settings say.</summary>
    public ProjectPlace? Place { get; init; }

    /// <summary>Of <see cref="Place"/>, as the console that leads has found it. Null: not looked at yet.</summary>
    public PlaceState? State { get; init; }

    /// <summary>Grows with each <see cref="IProjectStore.PutAsync"/>.</summary>
    public long Version { get; init; }

    /// <summary>Whether it has a namespace of its own.</summary>
    public bool HasNamespace => Place?.Namespace is not null;
}
