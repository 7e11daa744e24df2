using System.Security.Claims;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

/// <summary>Projects and their places, for admins of the console.</summary>
internal static class ProjectEndpoints
{
    public static void MapProjects(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/projects").WithTags("Projects").AddEndpointFilter(async (invocation, next) =>
        {
            var http = invocation.HttpContext;
            await http.RequestServices.GetRequiredService<IProjectAccess>().RequireConsoleAdminAsync(http.User, http.RequestAborted);
            return await next(invocation);
        });
        group.MapGet("", ListAsync).Produces<IReadOnlyList<ProjectDto>>().WithSummary("Projects by name, with their places");
        group.MapGet("/{project}", FindAsync).WithMetadata(new RequiredRole(ProjectRole.Admin, null)).Produces<ProjectDto>().WithSummary("A project with its quota and pull secrets as the cluster has them");
        group.MapPut("/{project}", PutAsync).WithMetadata(new RequiredRole(ProjectRole.Admin, AuditActs.ProjectPut))
            .Produces<ProjectDto>(201).Produces<ProjectDto>().ProducesProblem(409).ProducesProblem(422).WithSummary("Make a project, or change its description and place");
        group.MapDelete("/{project}", DeleteAsync).WithMetadata(new RequiredRole(ProjectRole.Admin, AuditActs.ProjectDelete))
            .Produces(204).ProducesProblem(409).WithSummary("Delete an empty project; its namespace stays unless ?namespace=delete");
        group.MapPut("/{project}/pull-secrets/{name}", PutSecretAsync).WithMetadata(new RequiredRole(ProjectRole.Admin, AuditActs.PullSecretPut))
            .Produces(204).ProducesProblem(409).ProducesProblem(422).WithSummary("Give or replace a pull secret; it is written into the project's namespace and kept nowhere else");
        group.MapDelete("/{project}/pull-secrets/{name}", DeleteSecretAsync).WithMetadata(new RequiredRole(ProjectRole.Admin, AuditActs.PullSecretDelete))
            .Produces(204).ProducesProblem(409).WithSummary("Remove a pull secret");
    }

    private static async Task<IResult> ListAsync(IProjectStore store, IProjectPlaces places, CancellationToken cancellationToken) =>
        TypedResults.Ok((await store.ListAsync(cancellationToken)).Select(project => ProjectDto.Of(project, places)));

    private static async Task<IResult> FindAsync(string project, ProjectDirectory projects, IProjectPlaces places, CancellationToken cancellationToken) =>
        TypedResults.Ok(await ReadAsync(await projects.GetAsync(project, cancellationToken), places, cancellationToken));

    private static async Task<IResult> PutAsync(
        string project, PutProjectDto body, ClaimsPrincipal user, ProjectDirectory projects, IProjectStore store, IProjectPlaces places, AuditLog audit, CancellationToken cancellationToken)
    {
        var isNew = await store.FindAsync(project, cancellationToken) is null;
        var put = await projects.PutAsync(project, body.Description ?? "", body.Place, isNew: false, cancellationToken);
        await audit.AddAsync(user, project, new AuditedAct(AuditActs.ProjectPut, project, ProjectWords.Place(put.Place)));
        var dto = ProjectDto.Of(put, places);
        return isNew ? TypedResults.Created($"/api/v1/projects/{project}", dto) : TypedResults.Ok(dto);
    }

    private static async Task<IResult> DeleteAsync(
        string project, ClaimsPrincipal user, ProjectDirectory projects, AuditLog audit, CancellationToken cancellationToken, string? @namespace = null)
    {
        if (@namespace is not (null or "keep" or "delete"))
            throw ProjectRefusals.Of(RefusalKind.Invalid, ProblemTexts.Make("namespace", ProblemCodes.BadChoice, @namespace, "keep, delete"));
        var deleted = await projects.DeleteAsync(project, withNamespace: @namespace == "delete", cancellationToken);
        await audit.AddAsync(user, project, new AuditedAct(AuditActs.ProjectDelete, project, deleted));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PutSecretAsync(
        string project, string name, PullSecretDto body, ClaimsPrincipal user, ProjectDirectory projects, AuditLog audit, CancellationToken cancellationToken)
    {
        await projects.PutPullSecretAsync(project, name, body.ToSecret(), cancellationToken);
        await audit.AddAsync(user, project, new AuditedAct(AuditActs.PullSecretPut, project, name));
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteSecretAsync(
        string project, string name, ClaimsPrincipal user, ProjectDirectory projects, AuditLog audit, CancellationToken cancellationToken)
    {
        await projects.DeletePullSecretAsync(project, name, cancellationToken);
        await audit.AddAsync(user, project, new AuditedAct(AuditActs.PullSecretDelete, project, name));
        return TypedResults.NoContent();
    }

    /// <summary>A cluster that can't be asked is told by the state, not by a refusal.</summary>
    private static async Task<ProjectDto> ReadAsync(Project project, IProjectPlaces places, CancellationToken cancellationToken)
    {
        try
        {
            return ProjectDto.Of(project, places, places.AreThere ? await places.ReadUseAsync(project, cancellationToken) : null);
        }
        catch (RefusedException)
        {
            return ProjectDto.Of(project, places);
        }
    }
}
