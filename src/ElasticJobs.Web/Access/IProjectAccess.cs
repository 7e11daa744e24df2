using System.Security.Claims;
using ElasticJobs.Core.Access;

namespace ElasticJobs.Web.Access;

/// <summary>What a signed-in person or a token may do, asked anew at each act, so that a role taken away counts at once.</summary>
public interface IProjectAccess
{
    /// <summary>Null: none, or the project is unknown.</summary>
    Task<ProjectRole?> FindRoleAsync(ClaimsPrincipal user, string project, CancellationToken cancellationToken);

    /// <summary>Manages users, all tokens and settings of the console.</summary>
    Task<bool> IsConsoleAdminAsync(ClaimsPrincipal user, CancellationToken cancellationToken);
}

internal static class ProjectAccessExtensions
{
    /// <exception cref="Core.RefusedException">Forbidden, code <c>role_missing</c>.</exception>
    public static async Task RequireAsync(
        this IProjectAccess access, ClaimsPrincipal user, string project, ProjectRole role, CancellationToken cancellationToken)
    {
        var has = await access.FindRoleAsync(user, project, cancellationToken);
        if (has is null || has < role)
        {
            throw Refusals.RoleMissing(project, role, has);
        }
    }

    /// <exception cref="Core.RefusedException">Forbidden, code <c>admin_missing</c>.</exception>
    public static async Task RequireConsoleAdminAsync(this IProjectAccess access, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (!await access.IsConsoleAdminAsync(user, cancellationToken))
        {
            throw Refusals.ConsoleAdminMissing();
        }
    }

    /// <summary>Of a person's account. Null: a token.</summary>
    public static Guid? Id(this ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static string Name(this ClaimsPrincipal user) => user.Identity?.Name ?? "unknown";
}
