using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Makes a run's machine of what is stored.</summary>
internal sealed class RunLoader(IRunStore runs, IPipelineStore pipelines, IRunLanguage language, IOptions<SchedulerOptions> options)
{
    /// <returns>Null: there is no such run.</returns>
    public async Task<RunMachine?> LoadAsync(RunId id, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(id, cancellationToken) is not { } detail)
            return null;
        return await FindDocumentAsync(detail.Run, cancellationToken) is { } document
            ? Load(detail, document)
            : LoadToEnd(detail);
    }

    public RunMachine Load(RunDetail detail, PipelineDocument document) => RunMachine.Load(
        detail,
        document,
        (run, task, attempt, outputs) => language.Render(document, run, task, attempt, outputs),
        options.Value.MaxParallelism);

    private async Task<PipelineDocument?> FindDocumentAsync(Run run, CancellationToken cancellationToken)
    {
        if (run.DraftDocument is not { } draft)
            return (await pipelines.FindAsync(run.Project, run.Pipeline, run.Revision, cancellationToken))?.Document;
        try
        {
            return language.ReadDraft(draft);
        }
        catch (RefusedException)
        {
            // It was valid when the run began; an older version wrote it.
            return null;
        }
    }

    /// <summary>A run whose pipeline was deleted can't go on, since nobody knows its edges any more; what it started is ended.</summary>
    private static RunMachine LoadToEnd(RunDetail detail)
    {
        var document = new PipelineDocument
        {
            Spec = new PipelineSpec { Tasks = [.. detail.Tasks.Select(task => new TaskSpec { Id = task.Task, Template = "" })] },
        };
        var refusal = RenderedTask.Refused(new TaskReason(ReasonCodes.Expression, "Its pipeline was deleted."));
        var machine = RunMachine.Load(detail, document, (_, _, _, _) => refusal);
        machine.AskStop(StopRequest.Kill, "scheduler: the pipeline was deleted");
        return machine;
    }
}
