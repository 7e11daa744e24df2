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

        // A page that is still open must not act for an account that was disabled or deleted.
        return await FindPersonAsync(user, cancellationToken) switch
        {
            null or { IsDisabled: true } => null,
            { IsAdmin: true } => ProjectRole.Admin,
            var person => await projects.FindRoleAsync(project, person.Name, cancellationToken),
        };
    }

    public async Task<bool> IsConsoleAdminAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (user.HasClaim(claim => claim.Type == ClaimNames.Token))
        {
            return user.FindFirstValue(ClaimNames.TokenProject) is null && TokenRole(user) == ProjectRole.Admin;
        }

        return await FindPersonAsync(user, cancellationToken) is { IsAdmin: true, IsDisabled: false };
    }

    private async Task<Person?> FindPersonAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        user.Id() is { } id ? await users.FindAsync(id, cancellationToken) : null;

    private static ProjectRole? TokenRole(ClaimsPrincipal user) =>
        Enum.TryParse<ProjectRole>(user.FindFirstValue(ClaimNames.TokenRole), out var role) ? role : null;
}
