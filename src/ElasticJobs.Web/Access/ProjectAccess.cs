using System.Security.Claims;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Web.Access;

internal sealed class ProjectAccess(IProjectStore projects, UserDirectory users) : IProjectAccess
{
    public async Task<ProjectRole?> FindRoleAsync(ClaimsPrincipal user, string project, CancellationToken cancellationToken)
    {
        if (await projects.FindAsync(project, cancellationToken) is null)
        {
            return null;
        }

        if (user.HasClaim(claim => claim.Type == ClaimNames.Token))
        {
            var bound = user.FindFirstValue(ClaimNames.TokenProject);
            return bound is null || bound == project ? TokenRole(user) : null;
        }

        if (await IsConsoleAdminAsync(user, cancellationToken))
        {
            return ProjectRole.Admin;
        }

        return user.Identity?.Name is { } name ? await projects.FindRoleAsync(project, name, cancellationToken) : null;
    }

    public async Task<bool> IsConsoleAdminAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.HasClaim(claim => claim.Type == ClaimNames.Token))
        {
            return user.FindFirstValue(ClaimNames.TokenProject) is null && TokenRole(user) == ProjectRole.Admin;
        }

        return Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) && await users.IsAdminAsync(id, cancellationToken);
    }

    private static ProjectRole? TokenRole(ClaimsPrincipal user) =>
        Enum.TryParse<ProjectRole>(user.FindFirstValue(ClaimNames.TokenRole), out var role) ? role : null;
}
