using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Logs;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Api;

/// <summary>Instances of elastic jobs that have a log, those that are gone included.</summary>
internal static class InstanceEndpoints
{
    public static void MapInstances(this RouteGroupBuilder project)
    {
        var group = project.MapGroup("/services/{name}/instances").WithTags("Services");
        group.MapGet("", ListAsync).RequireRole(ProjectRole.Viewer).Produces<IReadOnlyList<InstanceLogDto>>().WithSummary("Instances and front ends whose logs are kept, the newest first");
        group.MapGet("/{instance}/log", LogAsync).RequireRole(ProjectRole.Viewer).WithSummary("Lines as text, as JSON, or live with follow=true or Accept: text/event-stream");
        group.MapGet("/{instance}/log/raw", RawAsync).RequireRole(ProjectRole.Viewer).WithSummary("The whole log as the instance wrote it, for download");
    }

    private static async Task<IResult> ListAsync(string project, string name, IDeploymentService services, IInstanceLogs instances, CancellationToken cancellationToken)
    {
        _ = await services.FindAsync(project, name, cancellationToken) ?? throw DeploymentRefusals.NotFound(name);
        return TypedResults.Ok(instances.List(name).Where(log => log.Project == project).Select(InstanceLogDto.Of));
    }

    private static async Task<IResult> LogAsync(
        string project,
        string name,
        string instance,
        HttpContext http,
        TaskStreams streams,
        IInstanceLogs instances,
        ILogStore logs,
        CancellationToken cancellationToken,
        string? container = null,
        long from = 0,
        int limit = 1000,
        string? search = null,
        bool caseSensitive = false,
        bool follow = false)
    {
        var key = streams.LogOf(Find(instances, project, name, instance), container);
        return await LogAnswers.AnswerAsync(http, streams, logs, key, new LogQuery(from, limit, search, caseSensitive, follow), cancellationToken);
    }

    private static IResult RawAsync(
        string project, string name, string instance, HttpContext http, TaskStreams streams, IInstanceLogs instances, ILogStore logs, CancellationToken cancellationToken, string? container = null)
    {
        var key = streams.LogOf(Find(instances, project, name, instance), container);
        return LogAnswers.Raw(http, logs, key, $"{instance}.{(key.Container == LogKey.Merged ? "all" : key.Container)}.log", cancellationToken);
    }

    private static InstanceLog Find(IInstanceLogs instances, string project, string name, string instance) =>
        instances.Find(name, instance) is { } log && log.Project == project
            ? log
            : throw new RefusedException(
                RefusalKind.NotFound, "instance_not_found", $"The service '{name}' has no instance '{instance}' whose log is kept.", "Its instances and those that are gone are at .../instances; logs of those that are gone are removed after some days.");
}

/// <param name="Kind"><c>instance</c> or <c>front-end</c>.</param>
/// <param name="EndedAt">Null: it is there.</param>
internal sealed record InstanceLogDto(string Name, string Kind, DateTimeOffset BegunAt, DateTimeOffset? EndedAt)
{
    public static InstanceLogDto Of(InstanceLog log) => new(log.Instance, log.Kind, log.BegunAt, log.EndedAt);
}
