using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

internal static class RoleFilter
{
    /// <summary>Refuses the request unless the caller has at least this role in the route's <c>project</c>.</summary>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, ProjectRole role) => endpoint
        .AddEndpointFilter(async (invocation, next) =>
        {
            var http = invocation.HttpContext;
            var project = (string)http.Request.RouteValues["project"]!;
            var services = http.RequestServices;
            if (await services.GetRequiredService<IProjectStore>().FindAsync(project, http.RequestAborted) is null)
            {
                throw new RefusedException(RefusalKind.NotFound, "project_not_found", $"There is no project '{project}'.", "The first project is named 'default'.");
            }

            await services.GetRequiredService<IProjectAccess>().RequireAsync(http.User, project, role, http.RequestAborted);
            return await next(invocation);
        })
        .WithMetadata(new RequiredRole(role));
}

/// <summary>Marks an endpoint with its role; a test asserts that each project endpoint has one.</summary>
internal sealed record RequiredRole(ProjectRole Role);
