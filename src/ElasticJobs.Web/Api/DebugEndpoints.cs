using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

internal static class DebugEndpoints
{
    public static void MapDebug(this RouteGroupBuilder project)
    {
        var tasks = project.MapGroup("/pipelines/{name}/tasks/{task}").WithTags("Debug");
        tasks.MapPost("/debug", OpenAsync).RequireRole(ProjectRole.Operator, AuditActs.DebugOpen).Produces<RunIdDto>(202).WithSummary("Open a terminal in the task's environment; attach on /hubs/terminal");
        tasks.MapPost("/run", RunAsync).RequireRole(ProjectRole.Operator, AuditActs.DebugRun).Produces<RunIdDto>(202).WithSummary("Run the task alone, or it and what follows");
        tasks.MapPost("/clear", ClearAsync).RequireRole(ProjectRole.Operator, AuditActs.DebugClear).Produces<ClearedDto>().WithSummary("End and remove what you started by debugging the task; with all=true what anyone started");
        var sessions = project.MapGroup("/debug").WithTags("Debug");
        sessions.MapGet("", ListAsync).RequireRole(ProjectRole.Viewer).WithSummary("Debug terminals, newest first");
        sessions.MapPost("/{id:guid}/extend", ExtendAsync).RequireRole(ProjectRole.Operator, AuditActs.DebugExtend).WithSummary("More time to live");
        sessions.MapDelete("/{id:guid}", DeleteAsync).RequireRole(ProjectRole.Operator, AuditActs.DebugEnd).WithSummary("End and remove a debug terminal or a debug run");
    }

    private static async Task<IResult> OpenAsync(
        string project, string name, string task, DebugDto? body, HttpContext http, IDebugService debug, CancellationToken cancellationToken)
    {
        var session = await debug.OpenAsync(Request(project, name, task, body, false, http), cancellationToken);
        return TypedResults.Accepted($"/api/v1/projects/{project}/debug/{session.Id}", new RunIdDto(session.Id));
    }

    private static async Task<IResult> RunAsync(
        string project, string name, string task, DebugDto? body, HttpContext http, IRunService runs, CancellationToken cancellationToken)
    {
        var run = await runs.StartAsync(Request(project, name, task, body, body?.Downstream ?? false, http), cancellationToken);
        return TypedResults.Accepted($"/api/v1/projects/{project}/runs/{run.Id}", new RunIdDto(run.Id.Value));
    }

    private static async Task<IResult> ClearAsync(
        string project, string name, string task, HttpContext http, IDebugService debug, CancellationToken cancellationToken, bool all = false) =>
        TypedResults.Ok(new ClearedDto(await debug.ClearAsync(project, name, task, all ? null : http.User.Name(), cancellationToken)));

    private static async Task<IResult> ListAsync(string project, IDebugStore store, CancellationToken cancellationToken, string? pipeline = null) =>
        TypedResults.Ok(await store.ListAsync(project, pipeline, cancellationToken));

    private static async Task<IResult> ExtendAsync(
        string project, Guid id, ExtendDto body, IDebugStore store, IDebugService debug, CancellationToken cancellationToken)
    {
        if (body.Minutes is < 1 or > 24 * 60)
        {
            throw new RefusedException(RefusalKind.Invalid, "bad_minutes", $"minutes is {body.Minutes}; it must be 1 to 1440.", "Give a number in that range.");
        }

        await RequireSessionAsync(project, id, store, cancellationToken);
        return TypedResults.Ok(await debug.ExtendAsync(id, TimeSpan.FromMinutes(body.Minutes), cancellationToken));
    }

    /// <summary>The id is a terminal's or a debug run's: callers got both from the same two addresses.</summary>
    private static async Task<IResult> DeleteAsync(
        string project, Guid id, HttpContext http, IDebugStore store, IDebugService debug, IRunStore runStore, IRunService runs, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is { } session && session.Project == project)
        {
            await debug.EndAsync(id, cancellationToken);
            await store.DeleteAsync(id, cancellationToken);
            return TypedResults.NoContent();
        }

        var run = await runStore.FindAsync(new RunId(id), cancellationToken);
        if (run is null || run.Run.Project != project || run.Run.Trigger != RunTrigger.Debug)
        {
            throw SessionNotFound(id);
        }

        await runs.DeleteAsync(run.Run.Id, http.User.Name(), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task RequireSessionAsync(string project, Guid id, IDebugStore store, CancellationToken cancellationToken)
    {
        var session = await store.FindAsync(id, cancellationToken);
        if (session is null || session.Project != project)
        {
            throw SessionNotFound(id);
        }
    }

    private static StartRun Request(string project, string name, string task, DebugDto? body, bool downstream, HttpContext http) => new(
        project,
        name,
        body?.Revision,
        body?.Parameters ?? [],
        RunTrigger.Debug,
        http.User.Name(),
        new TaskSelection(task, downstream, body?.SourceRun is { } source ? new RunId(source) : null, Outputs(body)));

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Outputs(DebugDto? body)
    {
        var outputs = body?.Outputs ?? [];
        return outputs.Values.All(values => values?.Values.All(value => value is not null) == true)
            ? outputs.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, string>)pair.Value!.ToDictionary(value => value.Key, value => value.Value!))
            : throw new RefusedException(
                RefusalKind.Invalid, "bad_outputs", "outputs holds null where a text belongs.", "Give outputs as {task: {name: text}}; leave out what has no value.");
    }

    private static RefusedException SessionNotFound(Guid id) => new(
        RefusalKind.NotFound, "debug_not_found", $"There is no debug terminal or debug run '{id}' in this project.", "See GET debug for the terminals, GET runs?trigger=debug for the runs.");
}

/// <param name="SourceRun">Upstream outputs, parameters and files come from this run.</param>
/// <param name="Outputs">Upstream outputs typed in, by task and name; they override those of the source run.</param>
/// <param name="Downstream">Also run everything that follows.</param>
internal sealed record DebugDto(
    int? Revision, JsonObject? Parameters, Guid? SourceRun, Dictionary<string, Dictionary<string, string?>?>? Outputs, bool Downstream);

internal sealed record ExtendDto(int Minutes);

internal sealed record ClearedDto(int Removed) : IAuditedAnswer
{
    string? IAuditedAnswer.AuditDetail => Removed > 0 ? $"{Removed} removed" : null;
}
