using ElasticJobs.Core.Access;

namespace ElasticJobs.Core.Projects;

/// <param name="User">Sign-in name.</param>
public sealed record ProjectMember(string Project, string User, ProjectRole Role);

/// <summary>How much of a project there is that its deletion would leave behind.</summary>
public sealed record ProjectContents(int Pipelines, int Runs, int Services)
{
    public bool IsEmpty => this is { Pipelines: 0, Runs: 0, Services: 0 };
}

public interface IProjectStore
{
    /// <summary>By name.</summary>
    Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken);

    Task<Project?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>There already: a no-op.</summary>
    Task AddAsync(Project project, CancellationToken cancellationToken);

    /// <summary>Makes it, or gives it another description, place and state.</summary>
    /// <exception cref="RefusedException">Its pods would run elsewhere while runs of it are unfinished, <c>project_busy</c>.</exception>
    Task PutAsync(Project project, CancellationToken cancellationToken);

    /// <summary>False: the project is gone, or was changed since it was read.</summary>
    Task<bool> SetStateAsync(Project project, PlaceState state, CancellationToken cancellationToken);

    Task<ProjectContents> CountAsync(string name, CancellationToken cancellationToken);

    /// <summary>With its members and tokens. None there: a no-op.</summary>
    /// <exception cref="RefusedException">It has pipelines, runs or services, <c>project_not_empty</c>.</exception>
    Task DeleteAsync(string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<ProjectMember>> ListMembersAsync(string project, CancellationToken cancellationToken);

    /// <summary>Null: no member.</summary>
    Task<ProjectRole?> FindRoleAsync(string project, string user, CancellationToken cancellationToken);

    /// <summary>Role null: takes the member out.</summary>
    Task SetMemberAsync(string project, string user, ProjectRole? role, CancellationToken cancellationToken);
}
