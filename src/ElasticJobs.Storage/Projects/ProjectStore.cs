using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Projects;

internal sealed class ProjectStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer) : IProjectStore
{
    public async Task<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Projects.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToProject())];
    }

    public async Task<Project?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await context.Projects.AsNoTracking().SingleOrDefaultAsync(row => row.Name == name, cancellationToken))?.ToProject();
    }

    public Task AddAsync(Project project, CancellationToken cancellationToken) => writer.WriteAsync(Call(ProjectStatements.Insert, project), cancellationToken);

    public async Task PutAsync(Project project, CancellationToken cancellationToken)
    {
        var earlier = await FindAsync(project.Name, cancellationToken);
        var moves = earlier is not null && !ProjectPlace.IsSame(earlier.Place, project.Place);
        await writer.WriteAsync(
            moves ? Call(ProjectStatements.Move, project) with { Otherwise = () => ProjectRefusals.Busy(project.Name) } : Call(ProjectStatements.Put, project), cancellationToken);
    }

    public async Task<bool> SetStateAsync(Project project, PlaceState state, CancellationToken cancellationToken) =>
        await writer.WriteAsync(ProjectStatements.SetState.With(StoredJson.Of(state), project.Name, project.Version), cancellationToken) > 0;

    public async Task<ProjectContents> CountAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new ProjectContents(
            await context.Pipelines.CountAsync(row => row.Project == name && row.DeletedAt == null, cancellationToken),
            await context.Runs.CountAsync(row => row.Project == name, cancellationToken),
            await context.Deployments.CountAsync(row => row.Project == name, cancellationToken));
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var contents = await CountAsync(name, cancellationToken);
        if (!contents.IsEmpty)
            throw ProjectRefusals.NotEmpty(name, contents);
        if (await FindAsync(name, cancellationToken) is null)
            return;
        await writer.WriteAsync(
            [
                ProjectStatements.Delete.With(name) with { Otherwise = () => ProjectRefusals.NotEmpty(name, contents) },
                .. ProjectStatements.DeleteRest.Select(statement => statement.With(name)),
            ],
            cancellationToken);
    }

    public async Task<IReadOnlyList<ProjectMember>> ListMembersAsync(string project, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ProjectMembers.AsNoTracking().Where(row => row.Project == project).OrderBy(row => row.UserName)
            .Select(row => new ProjectMember(row.Project, row.UserName, row.Role)).ToListAsync(cancellationToken);
    }

    public async Task<ProjectRole?> FindRoleAsync(string project, string user, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ProjectMembers.AsNoTracking().Where(row => row.Project == project && row.UserName == user)
            .Select(row => (ProjectRole?)row.Role).SingleOrDefaultAsync(cancellationToken);
    }

    public Task SetMemberAsync(string project, string user, ProjectRole? role, CancellationToken cancellationToken) => writer.WriteAsync(
        role is null
            ? ProjectStatements.DeleteMember.With(project, user)
            : ProjectStatements.PutMember.With(project, user, role.ToString()) with { Otherwise = () => ProjectRefusals.Unknown(project) },
        cancellationToken);

    private static SqlCall Call(SqlStatement statement, Project project) =>
        statement.With(project.Name, project.Description, project.CreatedAt, StoredJson.Of(project.Place), StoredJson.Of(project.State));
}
