using ElasticJobs.Core.Access;

namespace ElasticJobs.Core.Projects;

/// <summary>A team's space.</summary>
public sealed record Project(string Name, string Description, DateTimeOffset CreatedAt)
{
    public const string DefaultName = "default";
}

/// <param name="User">Sign-in name.</param>
public sealed record ProjectMember(string Project, string User, ProjectRole Role);

public interface IProjectStore
{
    Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken);

    Task<Project?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>There already: a no-op.</summary>
    Task AddAsync(Project project, CancellationToken cancellationToken);

    Task<IReadOnlyList<ProjectMember>> ListMembersAsync(string project, CancellationToken cancellationToken);

    /// <summary>Null: no member.</summary>
    Task<ProjectRole?> FindRoleAsync(string project, string user, CancellationToken cancellationToken);

    /// <summary>Role null: takes the member out.</summary>
    Task SetMemberAsync(string project, string user, ProjectRole? role, CancellationToken cancellationToken);
}
