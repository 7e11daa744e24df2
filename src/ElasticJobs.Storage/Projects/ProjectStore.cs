using ElasticJobs.Core;
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
        return await context.Projects.AsNoTracking().OrderBy(row => row.Name)
            .Select(row => new Project(row.Name, row.Description, row.CreatedAt)).ToListAsync(cancellationToken);
    }

    public async Task<Project?> FindAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Projects.AsNoTracking().Where(row => row.Name == name)
            .Select(row => new Project(row.Name, row.Description, row.CreatedAt)).SingleOrDefaultAsync(cancellationToken);
    }

    public Task AddAsync(Project project, CancellationToken cancellationToken) =>
        writer.WriteAsync(ProjectStatements.Insert.With(project.Name, project.Description, project.CreatedAt), cancellationToken);

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
            : ProjectStatements.PutMember.With(project, user, role.ToString()) with { Otherwise = () => Unknown(project) },
        cancellationToken);

    private static RefusedException Unknown(string project) =>
        new(RefusalKind.NotFound, "project_not_found", $"There is no project '{project}'.", "Make the project first, or correct its name.");
}
