using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Runs;

internal sealed partial class RunService(
    IRunStore store,
    RunPreparation preparation,
    RunLoader loader,
    ActiveRuns active,
    IPodRuntime runtime,
    Lead lead,
    RunDeletion deletion,
    OrdersToLeader leader,
    IRunSignals signals,
    ILogger<RunService> logger) : IRunService
{
    public async Task<Run> StartAsync(StartRun request, CancellationToken cancellationToken)
    {
        if ((request.Only is not null) != (request.Trigger == RunTrigger.Debug))
            throw RunRefusals.NotADebugRun();
        var prepared = await preparation.PrepareAsync(request, cancellationToken);
        return await BeginAsync(prepared, request.Only?.SourceRun, request.Actor, cancellationToken);
    }

    public async Task StopAsync(RunId run, StopRequest request, string actor, CancellationToken cancellationToken)
    {
        if (!await store.RequestStopAsync(run, request, actor, cancellationToken))
            throw await store.FindAsync(run, cancellationToken) is { } detail ? RunRefusals.Ended(detail.Run) : RunRefusals.NotFound(run);
        LogStopAsked(run, request, actor);
        if (lead.IsHere)
            active.Post(run, mailbox => mailbox.Put(new RunInput.StopAsked(request, actor)));
        else
            signals.Send(new RunSignal(RunSignalKind.Asked, run));
    }

    public async Task RetryAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        var found = (await RequireAsync(run, cancellationToken)).Run;
        if (await loader.FindDocumentAsync(found, cancellationToken) is null)
            throw RunRefusals.PipelineNotFound(found.Project, found.Pipeline);
        if (lead.IsHere)
            await active.RetryAsync(run, actor, cancellationToken);
        else
            await leader.AskAsync(run, RunOrderKind.Retry, actor, cancellationToken);
    }

    public async Task<Run> RerunAsync(RunId run, JsonObject? parameters, string actor, CancellationToken cancellationToken)
    {
        var old = (await RequireAsync(run, cancellationToken)).Run;
        var values = (JsonObject)old.Parameters.DeepClone();
        foreach (var (name, value) in parameters ?? [])
            values[name] = value?.DeepClone();
        var only = old.OnlyTasks is { Count: > 0 } tasks
            ? new TaskSelection(tasks[0], tasks.Count > 1, old.SourceRun, old.SeedOutputs, old.DraftDocument)
            : null;
        var trigger = only is null ? RunTrigger.Rerun : RunTrigger.Debug;
        var prepared = await preparation.PrepareAsync(new StartRun(old.Project, old.Pipeline, old.Revision, values, trigger, actor, only), cancellationToken);
        if (only is null)
            prepared = prepared with { Run = prepared.Run with { SourceRun = run } };
        return await BeginAsync(prepared, only?.SourceRun, actor, cancellationToken);
    }

    public async Task DeleteAsync(RunId run, string actor, CancellationToken cancellationToken)
    {
        await RequireAsync(run, cancellationToken);
        if (lead.IsHere)
            await deletion.DeleteAsync(run, actor, cancellationToken);
        else
            await leader.AskAsync(run, RunOrderKind.Delete, actor, cancellationToken);
    }

    private async Task<Run> BeginAsync(PreparedRun prepared, RunId? filesOf, string actor, CancellationToken cancellationToken)
    {
        var (run, document) = prepared;
        if (filesOf is { } source)
            await WorkspaceCopy.CopyAsync(runtime, PodNames.Workspace(source), PodNames.Workspace(run.Id), cancellationToken);
        var tasks = Rows(run, document);
        await store.CreateAsync(run, tasks, actor, cancellationToken);
        LogCreated(run.Id, run.Pipeline, run.Revision, actor);
        if (lead.IsHere)
            active.Begin(new RunDetail(run, tasks, []), document);
        else
            signals.Send(new RunSignal(RunSignalKind.Asked, run.Id));
        return run;
    }

    private static List<TaskRun> Rows(Run run, PipelineDocument document)
    {
        var chosen = run.OnlyTasks?.ToHashSet();
        return
        [
            .. document.Spec.Tasks
                .Where(task => chosen is null || chosen.Contains(task.Id))
                .Select(task => new TaskRun { Run = run.Id, Task = task.Id, State = TaskState.Waiting }),
        ];
    }

    private async Task<RunDetail> RequireAsync(RunId run, CancellationToken cancellationToken) =>
        await store.FindAsync(run, cancellationToken) ?? throw RunRefusals.NotFound(run);

    [LoggerMessage(LogLevel.Information, "Run {RunId} of {Pipeline} revision {Revision} was begun by {Actor}.")]
    private partial void LogCreated(RunId runId, string pipeline, int revision, string actor);

    [LoggerMessage(LogLevel.Information, "{Request} of run {RunId} was asked by {Actor}.")]
    private partial void LogStopAsked(RunId runId, StopRequest request, string actor);
}
