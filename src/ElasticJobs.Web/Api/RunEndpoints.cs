using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Streaming;

namespace ElasticJobs.Web.Api;

internal static class RunEndpoints
{
    public static void MapRuns(this RouteGroupBuilder project)
    {
        var group = project.MapGroup("/runs").WithTags("Runs");
        group.MapGet("", ListAsync).RequireRole(ProjectRole.Viewer).WithSummary("Runs, newest first");
        group.MapGet("/{id:guid}", FindAsync).RequireRole(ProjectRole.Viewer).Produces<RunDto>().WithSummary("A run with its tasks and attempts; with Accept: text/event-stream each newer version as it comes");
        group.MapGet("/{id:guid}/changes", ChangesAsync).RequireRole(ProjectRole.Viewer).WithSummary("Each change of state with time, cause and actor");
        group.MapPost("/{id:guid}/stop", (string project, Guid id, HttpContext http, IRunStore store, IRunService runs, CancellationToken cancellationToken) =>
            StopAsync(project, id, StopRequest.Stop, http, store, runs, cancellationToken)).RequireRole(ProjectRole.Operator, AuditActs.RunStop).WithSummary("TERM, then KILL after the grace time");
        group.MapPost("/{id:guid}/kill", (string project, Guid id, HttpContext http, IRunStore store, IRunService runs, CancellationToken cancellationToken) =>
            StopAsync(project, id, StopRequest.Kill, http, store, runs, cancellationToken)).RequireRole(ProjectRole.Operator, AuditActs.RunKill).WithSummary("KILL at once");
        group.MapPost("/{id:guid}/retry", RetryAsync).RequireRole(ProjectRole.Operator, AuditActs.RunRetry).WithSummary("Run again from the failure point, in the same run");
        group.MapPost("/{id:guid}/rerun", RerunAsync).RequireRole(ProjectRole.Operator, AuditActs.RunRerun).Produces<RunIdDto>(202).WithSummary("A new run of the same revision");
        group.MapDelete("/{id:guid}", DeleteAsync).RequireRole(ProjectRole.Operator, AuditActs.RunDelete).WithSummary("Kill what still runs and remove the run with its logs");
    }

    /// <exception cref="RefusedException">No such run in the project.</exception>
    public static async Task<RunDetail> FindRunAsync(this IRunStore store, string project, Guid id, CancellationToken cancellationToken)
    {
        var detail = await store.FindAsync(new RunId(id), cancellationToken);
        return detail is not null && detail.Run.Project == project ? detail : throw Refusals.RunNotFound(id.ToString());
    }

    private static async Task<IResult> ListAsync(
        string project,
        IRunStore store,
        CancellationToken cancellationToken,
        string? pipeline = null,
        string? state = null,
        string? trigger = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string? cursor = null,
        int limit = 50)
    {
        var page = await store.ListAsync(
            new RunQuery(project, pipeline, Paging.Names<RunState>(state, "state"), Paging.Names<RunTrigger>(trigger, "trigger"), null, from, to, Paging.Cursor(cursor), Paging.Limit(limit)),
            cancellationToken);
        return TypedResults.Ok(new PageDto<RunDto>([.. page.Runs.Select(run => RunDto.From(run))], page.NextCursor));
    }

    private static async Task<IResult> FindAsync(
        string project, Guid id, HttpContext http, IRunStore store, IRunFeed feed, CancellationToken cancellationToken)
    {
        var detail = await store.FindRunAsync(project, id, cancellationToken);
        return ServerEvents.AreWanted(http.Request)
            ? ServerEvents.Stream(feed.WatchAsync(detail.Run.Id, cancellationToken).Select(RunDto.From), "run", run => run.Version)
            : TypedResults.Ok(RunDto.From(detail));
    }

    private static async Task<IResult> ChangesAsync(string project, Guid id, IRunStore store, CancellationToken cancellationToken)
    {
        var detail = await store.FindRunAsync(project, id, cancellationToken);
        var changes = await store.ListChangesAsync(detail.Run.Id, cancellationToken);
        return TypedResults.Ok(changes.Select(change => new { change.Sequence, change.Task, change.Attempt, change.From, change.To, change.At, change.Cause, change.Actor }));
    }

    private static async Task<IResult> StopAsync(
        string project, Guid id, StopRequest request, HttpContext http, IRunStore store, IRunService runs, CancellationToken cancellationToken)
    {
        var detail = await store.FindRunAsync(project, id, cancellationToken);
        await runs.StopAsync(detail.Run.Id, request, http.User.Name(), cancellationToken);
        return TypedResults.Accepted((string?)null, new RunIdDto(id));
    }

    private static async Task<IResult> RetryAsync(
        string project, Guid id, HttpContext http, IRunStore store, IRunService runs, CancellationToken cancellationToken)
    {
        var detail = await store.FindRunAsync(project, id, cancellationToken);
        await runs.RetryAsync(detail.Run.Id, http.User.Name(), cancellationToken);
        return TypedResults.Accepted((string?)null, new RunIdDto(id));
    }

    private static async Task<IResult> RerunAsync(
        string project, Guid id, RerunDto? body, HttpContext http, IRunStore store, IRunService runs, CancellationToken cancellationToken)
    {
        var detail = await store.FindRunAsync(project, id, cancellationToken);
        var run = await runs.RerunAsync(detail.Run.Id, body?.Parameters, http.User.Name(), cancellationToken);
        return TypedResults.Accepted($"/api/v1/projects/{project}/runs/{run.Id}", new RunIdDto(run.Id.Value));
    }

    private static async Task<IResult> DeleteAsync(
        string project, Guid id, HttpContext http, IRunStore store, IRunService runs, CancellationToken cancellationToken)
    {
        var detail = await store.FindRunAsync(project, id, cancellationToken);
        await runs.DeleteAsync(detail.Run.Id, http.User.Name(), cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <param name="Parameters">Replace those of the old run. Null: the same.</param>
internal sealed record RerunDto(JsonObject? Parameters);
