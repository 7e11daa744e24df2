using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

internal static class RoleFilter
{
    /// <summary>Refuses the request unless the caller has at least this role in the route's <c>project</c>, and writes down what was done if it changes something.</summary>
    /// <param name="act">One of <see cref="AuditActs"/>. Null: it changes nothing.</param>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, ProjectRole role, string? act = null) => endpoint
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
            var answer = await next(invocation);
            if (act is not null && Done(act, http.Request.RouteValues, answer) is { } done)
            {
                await services.GetRequiredService<AuditLog>().AddAsync(http.User, project, done);
            }

            return answer;
        })
        .WithMetadata(new RequiredRole(role, act));

    private static AuditedAct? Done(string act, RouteValueDictionary route, object? answer)
    {
        string?[] names = [route["name"]?.ToString() ?? route["id"]?.ToString(), route["task"]?.ToString()];
        var target = string.Join('/', names.Where(name => name is not null));
        return answer switch
        {
            IValueHttpResult { Value: IAuditedAnswer { AuditDetail: null } } => null,
            IValueHttpResult { Value: IAuditedAnswer { AuditDetail: { } detail } } when detail != target => new AuditedAct(act, target, detail),
            _ => new AuditedAct(act, target),
        };
    }
}

/// <summary>Marks an endpoint with its role and what it does; a test asserts that each project endpoint has the one, and each that changes something the other.</summary>
internal sealed record RequiredRole(ProjectRole Role, string? Act);
