using System.Text;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Api;

internal static class TaskEndpoints
{
    private const string PlainText = "text/plain; charset=utf-8";

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
        if (ServerEvents.AreWanted(http.Request))
        {
            var start = ServerEvents.LastId(http.Request) + 1 ?? from;
            return ServerEvents.Stream(streams.FollowLogAsync(key, start, cancellationToken), "log", batch => batch.Lines.Count > 0 ? batch.Lines[^1].N : batch.Total - 1);
        }

        if (follow)
        {
            return TypedResults.Stream(stream => http.Request.IsHead() ? Task.CompletedTask : FollowTextAsync(stream, streams.FollowLogAsync(key, from, cancellationToken), cancellationToken), PlainText);
        }

        var batch = search is null
            ? await logs.ReadAsync(key, from, Math.Clamp(limit, 1, 10_000), cancellationToken)
            : await SearchAsync(logs, key, new LogSearch(search, caseSensitive, from, false, Math.Clamp(limit, 1, 1000)), cancellationToken);
        http.Response.Headers["X-Total-Lines"] = batch.Total.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return http.Request.Headers.Accept.ToString().Contains("json", StringComparison.Ordinal)
            ? TypedResults.Ok(LogWire.From(batch))
            : TypedResults.Text(string.Concat(batch.Lines.Select(line => search is null ? line.Text + "\n" : $"{line.Number}: {line.Text}\n")), PlainText);
    }

    private static async Task<IResult> RawLogAsync(
        string project, Guid id, string task, HttpContext http, TaskStreams streams, ILogStore logs, CancellationToken cancellationToken, int? attempt = null, string? container = null)
    {
        var found = await streams.FindAttemptAsync(project, id, task, attempt, cancellationToken);
        var key = streams.LogOf(found, container);
        return TypedResults.Stream(
            stream => http.Request.IsHead() ? Task.CompletedTask : logs.CopyToAsync(key, stream, cancellationToken), "text/plain", $"{found.Key.Task}.{found.Key.Number}.{key.Container}.log");
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

    /// <summary>The lines that match, read one stretch of hits at a time.</summary>
    private static async Task<LogBatch> SearchAsync(ILogStore logs, LogKey key, LogSearch search, CancellationToken cancellationToken)
    {
        List<LogLine> lines = [];
        while (true)
        {
            var result = await logs.SearchAsync(key, search, cancellationToken);
            foreach (var hit in result.Hits)
            {
                lines.AddRange((await logs.ReadAsync(key, hit, 1, cancellationToken)).Lines);
            }

            if (result.IsDone || lines.Count >= search.Limit)
            {
                var end = await logs.ReadAsync(key, -1, 1, cancellationToken);
                return end with { Lines = lines };
            }

            search = search with { From = result.ScannedTo, Limit = search.Limit - result.Hits.Count };
        }
    }

    private static async Task FollowTextAsync(Stream stream, IAsyncEnumerable<LogWire> batches, CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            var text = new StringBuilder();
            if (batch.Gap is { } gap)
            {
                text.Append("--- ").Append(gap.To - gap.From).Append(" lines left out here; read them with from=").Append(gap.From).Append(" ---\n");
            }

            foreach (var line in batch.Lines)
            {
                text.Append(line.X).Append('\n');
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()), cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }
}
