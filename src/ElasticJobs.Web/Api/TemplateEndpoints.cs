using System.Security.Claims;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Templates;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

internal static class TemplateEndpoints
{
    public static void MapTemplates(this RouteGroupBuilder project) => project
        .MapGet("/templates", (ITemplateCatalog catalog) => TypedResults.Ok(catalog.All)).RequireRole(ProjectRole.Viewer).WithTags("Templates").WithSummary("Templates with their forms");

    /// <summary>Who am I, and what may I do where: what a client asks after login.</summary>
    public static void MapMe(this RouteGroupBuilder api) => api.MapGet("/me", async (
        ClaimsPrincipal user, IProjectStore projects, IProjectAccess access, CancellationToken cancellationToken) =>
    {
        Dictionary<string, ProjectRole> roles = [];
        foreach (var project in await projects.ListAsync(cancellationToken))
        {
            if (await access.FindRoleAsync(user, project.Name, cancellationToken) is { } role)
            {
                roles[project.Name] = role;
            }
        }

        return TypedResults.Ok(new { Name = user.Name(), Admin = await access.IsConsoleAdminAsync(user, cancellationToken), Projects = roles });
    }).WithTags("Access").WithSummary("The caller's name and roles");
}
