using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Api;

internal static class TaskEndpoints
{
    public static void MapTasks(this RouteGroupBuilder project)
    {
        var group = project.MapGroup("/runs/{id:guid}/tasks/{task}").WithTags("Tasks");
        group.MapGet("/log", LogAsync).RequireRole(ProjectRole.Viewer).WithSummary("Lines as text, as JSON, or live with follow=true or Accept: text/event-stream");
        group.MapGet("/log/raw", RawLogAsync).RequireRole(ProjectRole.Viewer).WithSummary("The whole log as the task wrote it, for download");
        group.MapGet("/samples", SamplesAsync).RequireRole(ProjectRole.Viewer).WithSummary("CPU, memory and disk over time; live with Accept: text/event-stream");
        group.MapGet("/events", EventsAsync).RequireRole(ProjectRole.Viewer).WithSummary("What the cluster said of the task's pods, in the order of time; live among the samples");
        group.MapGet("/results", ResultsAsync).RequireRole(ProjectRole.Viewer).WithSummary("What the task wrote to $EJ_RESULTS, by file name");
    }

    private static async Task<IResult> LogAsync(
        string project,
        Guid id,
        string task,
        HttpContext http,
        TaskStreams streams,
        ILogStore logs,
        CancellationToken cancellationToken,
        int? attempt = null,
        string? container = null,
        long from = 0,
        int limit = 1000,
        string? search = null,
        bool caseSensitive = false,
        bool follow = false)
    {
        var key = streams.LogOf(await streams.FindAttemptAsync(project, id, task, attempt, cancellationToken), container);
        return await LogAnswers.AnswerAsync(http, streams, logs, key, new LogQuery(from, limit, search, caseSensitive, follow), cancellationToken);
    }

    private static async Task<IResult> RawLogAsync(
        string project, Guid id, string task, HttpContext http, TaskStreams streams, ILogStore logs, CancellationToken cancellationToken, int? attempt = null, string? container = null)
    {
        var found = await streams.FindAttemptAsync(project, id, task, attempt, cancellationToken);
        var key = streams.LogOf(found, container);
        return LogAnswers.Raw(http, logs, key, $"{found.Key.Task}.{found.Key.Number}.{key.Container}.log", cancellationToken);
    }

    private static async Task<IResult> SamplesAsync(
        string project, Guid id, string task, HttpContext http, TaskStreams streams, ISampleStore samples, CancellationToken cancellationToken, int? attempt = null, DateTimeOffset? since = null)
    {
        var found = await streams.FindAttemptAsync(project, id, task, attempt, cancellationToken);
        if (ServerEvents.AreWanted(http.Request))
        {
            var start = ServerEvents.LastId(http.Request) is { } last ? Moments.EndOf(last) : since;
            // An event without points, the last one too, leaves the client where it was.
            var told = start?.ToUnixTimeMilliseconds() ?? 0;
            return ServerEvents.Stream(
                streams.WatchSamplesAsync(found, start, cancellationToken), "samples", batch => told = batch.Points.Count > 0 ? batch.Points[^1].T : told);
        }

        return TypedResults.Ok((await samples.ReadAsync(found.Key, since, cancellationToken)).Select(SamplePointWire.From));
    }

    private static async Task<IResult> EventsAsync(
        string project, Guid id, string task, TaskStreams streams, ITaskEvents events, CancellationToken cancellationToken, int? attempt = null)
    {
        var found = await streams.FindAttemptAsync(project, id, task, attempt, cancellationToken);
        return TypedResults.Ok((await events.ReadAsync(found.Key, cancellationToken)).Select(TaskEventWire.From));
    }

    private static async Task<IResult> ResultsAsync(
        string project, Guid id, string task, TaskStreams streams, ITaskResults results, CancellationToken cancellationToken, int? attempt = null)
    {
        var found = await streams.FindAttemptAsync(project, id, task, attempt, cancellationToken);
        return TypedResults.Ok(await results.ReadAsync(found.Key, cancellationToken));
    }
}
