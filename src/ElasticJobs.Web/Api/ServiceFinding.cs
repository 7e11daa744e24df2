using System.Security.Claims;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

/// <summary>A service by its name alone, as addresses have it that name no project.</summary>
internal static class ServiceFinding
{
    /// <summary>What the person may not see is not there.</summary>
    /// <exception cref="Core.RefusedException">It is not there, or the role is missing.</exception>
    public static async Task<Deployment> FindAsync(
        this IDeploymentStore store, string service, ClaimsPrincipal user, ProjectRole role, IProjectAccess access, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(service, cancellationToken);
        if (found is null || await access.FindRoleAsync(user, found.Project, cancellationToken) is null)
            throw DeploymentRefusals.NotFound(service);
        await access.RequireAsync(user, found.Project, role, cancellationToken);
        return found;
    }
}
