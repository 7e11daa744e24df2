using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Queues;

namespace ElasticJobs.Web.Api;

/// <summary>Elastic jobs of a project: their documents, states and tokens. Tasks go to their queues; see <see cref="QueueHosting"/>.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this RouteGroupBuilder project)
    {
        var group = project.MapGroup("/services").WithTags("Services");
        group.MapGet("", ListAsync).RequireRole(ProjectRole.Viewer).Produces<IReadOnlyList<ServiceDto>>().WithSummary("Services by name");
        group.MapPost("", (string project, HttpContext http, IDeploymentService services, CancellationToken cancellationToken) => PutAsync(project, null, http, services, cancellationToken))
            .RequireRole(ProjectRole.Editor, AuditActs.ServicePut).Accepts<string>("application/json", "application/yaml").Produces<ServiceDto>(201).Produces<ServiceDto>().ProducesProblem(422)
            .WithSummary("Deploy a service: the body is EAS's service JSON as it stands, or the same keys as YAML");
        group.MapPut("/{name}", (string project, string name, HttpContext http, IDeploymentService services, CancellationToken cancellationToken) => PutAsync(project, name, http, services, cancellationToken))
            .RequireRole(ProjectRole.Editor, AuditActs.ServicePut).Accepts<string>("application/json", "application/yaml").Produces<ServiceDto>(201).Produces<ServiceDto>().ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Deploy or change a service; with If-Match only if it is that version");
        group.MapGet("/{name}", FindAsync).RequireRole(ProjectRole.Viewer).Produces<ServiceDto>().ProducesProblem(404).WithSummary("A service with its document and its queue in numbers");
        group.MapDelete("/{name}", DeleteAsync).RequireRole(ProjectRole.Editor, AuditActs.ServiceDelete).Produces(204).ProducesProblem(409)
            .WithSummary("Delete a service with its queue; refused while tasks are not done unless ?force=true");
        group.MapPost("/{name}/stop", StopAsync).RequireRole(ProjectRole.Operator, AuditActs.ServiceStop).Produces<ServiceDto>().WithSummary("No more tasks and no instances; what waits stays");
        group.MapPost("/{name}/start", StartAsync).RequireRole(ProjectRole.Operator, AuditActs.ServiceStart).Produces<ServiceDto>().WithSummary("Take tasks again");
        group.MapGet("/{name}/decisions", DecisionsAsync).RequireRole(ProjectRole.Viewer).Produces<IReadOnlyList<DecisionDto>>().WithSummary("What the autoscaler decided and why, newest first; ?before= goes on behind a decision's time");
        group.MapGet("/{name}/tokens", TokensAsync).RequireRole(ProjectRole.Operator).Produces<IReadOnlyList<ServiceTokenDto>>().WithSummary("The service's tokens with their secrets");
        group.MapPut("/{name}/tokens/{token}", PutTokenAsync).RequireRole(ProjectRole.Editor, AuditActs.ServiceTokenPut).Produces<ServiceTokenDto>().WithSummary("Make a token, or renew its secret");
        group.MapDelete("/{name}/tokens/{token}", DeleteTokenAsync).RequireRole(ProjectRole.Editor, AuditActs.ServiceTokenDelete).Produces(204).WithSummary("Remove a token");
    }

    private static async Task<IResult> ListAsync(string project, IDeploymentStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok((await store.ListAsync(project, cancellationToken)).Select(service => ServiceDto.Of(service, withDocument: false)));

    private static async Task<IResult> PutAsync(string project, string? name, HttpContext http, IDeploymentService services, CancellationToken cancellationToken)
    {
        var text = await BodyText.ReadAsync(http.Request, cancellationToken);
        var put = await services.PutAsync(project, name, text, ETags.Expected(http.Request, "a service"), http.User.Name(), cancellationToken);
        http.Response.Headers.ETag = ETags.Of(put.Deployment.Version);
        var dto = ServiceDto.Of(put.Deployment, problems: [.. put.Problems.Select(ApiProblem.From)]);
        return put.IsNew ? TypedResults.Created($"/api/v1/projects/{project}/services/{put.Deployment.Name}", dto) : TypedResults.Ok(dto);
    }

    private static async Task<IResult> FindAsync(
        string project, string name, HttpContext http, IDeploymentService services, IQueueHost host, IElasticity elasticity, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await services.FindAsync(project, name, cancellationToken) ?? throw DeploymentRefusals.NotFound(name);
        http.Response.Headers.ETag = ETags.Of(found.Version);
        return TypedResults.Ok(ServiceDto.Of(found, tasks: await QueueStats.ReadAsync(found, host, elasticity, time, cancellationToken), elastic: elasticity.Find(name)));
    }

    private static async Task<IResult> DecisionsAsync(
        string project, string name, IDeploymentService services, IDecisionStore decisions, CancellationToken cancellationToken, DateTimeOffset? before = null, int limit = 100)
    {
        _ = await services.FindAsync(project, name, cancellationToken) ?? throw DeploymentRefusals.NotFound(name);
        return TypedResults.Ok((await decisions.ListAsync(name, before, Paging.Limit(limit), cancellationToken)).Select(DecisionDto.Of));
    }

    private static async Task<IResult> DeleteAsync(string project, string name, IDeploymentService services, CancellationToken cancellationToken, bool force = false)
    {
        await services.DeleteAsync(project, name, force, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> StopAsync(string project, string name, HttpContext http, IDeploymentService services, CancellationToken cancellationToken) =>
        TypedResults.Ok(ServiceDto.Of(await services.StopAsync(project, name, http.User.Name(), cancellationToken)));

    private static async Task<IResult> StartAsync(string project, string name, HttpContext http, IDeploymentService services, CancellationToken cancellationToken) =>
        TypedResults.Ok(ServiceDto.Of(await services.StartAsync(project, name, http.User.Name(), cancellationToken)));

    private static async Task<IResult> TokensAsync(string project, string name, HttpContext http, IDeploymentService services, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        var tokens = await services.ListTokensAsync(project, name, cancellationToken);
        return TypedResults.Ok(tokens.Select(token => new ServiceTokenDto(token.Token.Name, token.Secret, token.Token.CreatedAt, token.Token.CreatedBy)));
    }

    private static async Task<IResult> PutTokenAsync(
        string project, string name, string token, HttpContext http, IDeploymentService services, TimeProvider time, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        var secret = await services.PutTokenAsync(project, name, token, http.User.Name(), cancellationToken);
        return TypedResults.Ok(new ServiceTokenDto(token, secret, time.GetUtcNow(), http.User.Name()));
    }

    private static async Task<IResult> DeleteTokenAsync(string project, string name, string token, IDeploymentService services, CancellationToken cancellationToken)
    {
        await services.DeleteTokenAsync(project, name, token, cancellationToken);
        return TypedResults.NoContent();
    }
}
