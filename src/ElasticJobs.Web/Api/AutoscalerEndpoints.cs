using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Queues;
using Microsoft.AspNetCore.Mvc;

namespace ElasticJobs.Web.Api;

/// <summary>What other systems ask of services by their own addresses: EAS's autoscaler, and numbers for scalers that poll.</summary>
internal static class AutoscalerEndpoints
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void MapAutoscaler(this WebApplication app)
    {
        var group = app.MapGroup("/api/v2/services/{cluster}/{service}/autoscaler").WithTags("Services").RequireAuthorization().AddEndpointFilter<CookieRequestFilter>()
            .WithMetadata(new RequestSizeLimitAttribute(ApiHosting.MaximumBody)).ServeHead();
        group.MapGet("", GetAsync).WithSummary("A service's autoscaler as EAS's API has it");
        group.MapPut("", PutAsync).WithMetadata(new RequiredRole(ProjectRole.Editor, AuditActs.ServicePut)).WithSummary("Replace a service's autoscaler; EAS's names of fields");
        group.MapPost("", PutAsync).WithMetadata(new RequiredRole(ProjectRole.Editor, AuditActs.ServicePut)).WithSummary("The same as PUT");
        group.MapDelete("", DeleteAsync).WithMetadata(new RequiredRole(ProjectRole.Editor, AuditActs.ServicePut)).WithSummary("Back to the defaults of elastic jobs");
        app.MapGet("/api/v1/queues/{service}/stats", StatsAsync).WithTags("Services").RequireAuthorization().Produces<QueueStatsDto>().WithSummary("A queue in flat numbers, e.g. for KEDA's metrics-api scaler");
    }

    /// <param name="cluster">There is one console, so it is not looked at.</param>
    private static async Task<IResult> GetAsync(string cluster, string service, ClaimsPrincipal user, IDeploymentStore store, IProjectAccess access, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(service, user, ProjectRole.Viewer, access, cancellationToken);
        return TypedResults.Text(AutoscalerWriter.ToOpenApi(found.Spec.Autoscaler).ToJsonString(), "application/json");
    }

    private static async Task<IResult> PutAsync(
        string cluster, string service, HttpContext http, IDeploymentStore store, IDeploymentService services, IProjectAccess access, AuditLog audit, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(service, http.User, ProjectRole.Editor, access, cancellationToken);
        var (given, problem) = DeploymentReader.Parse(await BodyText.ReadAsync(http.Request, cancellationToken));
        if (given is null)
            throw DeploymentRefusals.Invalid([problem!]);
        return await ChangeAsync(found, given, http.User, services, audit, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(
        string cluster, string service, ClaimsPrincipal user, IDeploymentStore store, IDeploymentService services, IProjectAccess access, AuditLog audit, CancellationToken cancellationToken) =>
        await ChangeAsync(await store.FindAsync(service, user, ProjectRole.Editor, access, cancellationToken), null, user, services, audit, cancellationToken);

    /// <summary>The document is written anew with it: comments in it are lost.</summary>
    private static async Task<IResult> ChangeAsync(Deployment found, JsonObject? autoscaler, ClaimsPrincipal user, IDeploymentService services, AuditLog audit, CancellationToken cancellationToken)
    {
        var root = DeploymentReader.Parse(found.Document).Root!;
        if (autoscaler is null)
            root.Remove("autoscaler");
        else
            root["autoscaler"] = autoscaler.DeepClone();
        var put = await services.PutAsync(found.Project, found.Name, root.ToJsonString(Indented), found.Version, user.Name(), cancellationToken);
        await audit.AddAsync(user, found.Project, new AuditedAct(AuditActs.ServicePut, found.Name, "autoscaler"));
        return TypedResults.Text(AutoscalerWriter.ToOpenApi(put.Deployment.Spec.Autoscaler).ToJsonString(), "application/json");
    }

    private static async Task<IResult> StatsAsync(
        string service, HttpContext http, IDeploymentStore store, IProjectAccess access, IQueueHost host, QueueForwarding forwarding, IElasticity elasticity, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(service, http.User, ProjectRole.Viewer, access, cancellationToken);
        if (!host.IsHere)
        {
            await forwarding.ForwardAsync(http);
            return Results.Empty;
        }

        return TypedResults.Ok(await QueueStats.ReadAsync(found, host, elasticity, time, cancellationToken));
    }
}
