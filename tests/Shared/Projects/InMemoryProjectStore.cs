using System.Collections.Concurrent;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Tests.Shared.Projects;

/// <summary>Projects in memory, as the real store keeps them.</summary>
public sealed class InMemoryProjectStore : IProjectStore
{
    private readonly ConcurrentDictionary<string, Project> _projects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Project, string User), ProjectRole> _members = [];

    public InMemoryProjectStore() => _projects[Project.DefaultName] = new Project(Project.DefaultName, "", DateTimeOffset.UnixEpoch);

    /// <summary>What is in the projects. None: nothing.</summary>
    public ConcurrentDictionary<string, ProjectContents> Contents { get; } = new(StringComparer.Ordinal);

    public Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Project>>([.. _projects.Values.OrderBy(project => project.Name, StringComparer.Ordinal)]);

    public Task<Project?> FindAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_projects.GetValueOrDefault(name));

    public Task AddAsync(Project project, CancellationToken cancellationToken)
    {
        _projects.TryAdd(project.Name, project);
        return Task.CompletedTask;
    }

    public Task PutAsync(Project project, CancellationToken cancellationToken)
    {
        _projects.AddOrUpdate(project.Name, project with { Version = 0 }, (_, known) => project with { Version = known.Version + 1, CreatedAt = known.CreatedAt });
        return Task.CompletedTask;
    }

    public Task<bool> SetStateAsync(Project project, PlaceState state, CancellationToken cancellationToken) => Task.FromResult(
        _projects.TryGetValue(project.Name, out var known) && known.Version == project.Version && _projects.TryUpdate(project.Name, known with { State = state }, known));

    public Task<ProjectContents> CountAsync(string name, CancellationToken cancellationToken) => Task.FromResult(Contents.GetValueOrDefault(name, new ProjectContents(0, 0, 0)));

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var contents = await CountAsync(name, cancellationToken);
        if (!contents.IsEmpty)
            throw ProjectRefusals.NotEmpty(name, contents);
        _projects.TryRemove(name, out _);
    }

    public Task<IReadOnlyList<ProjectMember>> ListMembersAsync(string project, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ProjectMember>>(
        [.. _members.Where(member => member.Key.Project == project).OrderBy(member => member.Key.User, StringComparer.Ordinal).Select(member => new ProjectMember(project, member.Key.User, member.Value))]);

    public Task<ProjectRole?> FindRoleAsync(string project, string user, CancellationToken cancellationToken) =>
        Task.FromResult<ProjectRole?>(_members.TryGetValue((project, user), out var role) ? role : null);

    public Task SetMemberAsync(string project, string user, ProjectRole? role, CancellationToken cancellationToken)
    {
        if (!_projects.ContainsKey(project))
            throw ProjectRefusals.Unknown(project);
        if (role is { } given)
            _members[(project, user)] = given;
        else
            _members.TryRemove((project, user), out _);
        return Task.CompletedTask;
    }
}
