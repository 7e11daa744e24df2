using System.Security.Claims;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

internal static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api) => api.MapGet("/audit", ListAsync)
        .Produces<PageDto<AuditEntry>>().WithTags("Access").WithSummary("What was changed, when and by whom, newest first; for admins of the console");

    private static async Task<IResult> ListAsync(
        ClaimsPrincipal user,
        IProjectAccess access,
        IAuditStore audit,
        CancellationToken cancellationToken,
        string? actor = null,
        string? project = null,
        string? cursor = null,
        int limit = 50)
    {
        await access.RequireConsoleAdminAsync(user, cancellationToken);
        var page = await audit.ListAsync(new AuditQuery(actor, project, Paging.Cursor(cursor), Paging.Limit(limit)), cancellationToken);
        return TypedResults.Ok(new PageDto<AuditEntry>(page.Entries, page.NextCursor));
    }
}
