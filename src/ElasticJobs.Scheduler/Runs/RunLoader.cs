using System.Globalization;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Makes a run's machine of what is stored.</summary>
internal sealed class RunLoader(IRunStore runs, IPipelineStore pipelines, TaskRenderer renderer, StartPermits permits, IOptions<SchedulerOptions> options)
{
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-Hans");

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
        (run, task, attempt, outputs) => Render(document, run, task, attempt, outputs),
        options.Value.MaxParallelism,
        permits);

    /// <returns>Null: the pipeline was deleted, or a draft that an older version wrote can't be read any more.</returns>
    public async Task<PipelineDocument?> FindDocumentAsync(Run run, CancellationToken cancellationToken) => run.DraftDocument is { } draft
        ? PipelineReader.Read(draft).Document
        : (await pipelines.FindAsync(run.Project, run.Pipeline, run.Revision, cancellationToken))?.Document;

    private AttemptPod Render(
        PipelineDocument document, Run run, TaskSpec task, AttemptKey attempt, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs)
    {
        var rendered = renderer.Render(new RenderRequest(run, document, task, attempt.Number, outputs, LogDirectory: "", options.Value.TaskEnv));
        if (rendered.Pod is { } pod)
            return AttemptPod.Of(pod);
        return AttemptPod.Refused(new TaskReason(ReasonCodes.Expression, Words(rendered.Problems), Words(rendered.Problems.Select(problem => ProblemTexts.Localize(problem, Chinese)))));
    }

    private static string Words(IEnumerable<Problem> problems) => string.Join(" ", problems.Select(problem => $"{problem.Path}: {problem.Message}"));

    /// <summary>A run without its pipeline can't go on, since nobody knows its edges any more; what it started is ended.</summary>
    private static RunMachine LoadToEnd(RunDetail detail)
    {
        var document = new PipelineDocument
        {
            Spec = new PipelineSpec { Tasks = [.. detail.Tasks.Select(task => new TaskSpec { Id = task.Task, Template = "" })] },
        };
        var refusal = AttemptPod.Refused(new TaskReason(ReasonCodes.Expression, "Its pipeline was deleted.", "其流水线已被删除。"));
        var machine = RunMachine.Load(detail, document, (_, _, _, _) => refusal);
        machine.AskStop(StopRequest.Kill, "scheduler, since its pipeline was deleted");
        return machine;
    }
}
