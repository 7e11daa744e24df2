using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Tests.Shared.Runs;

/// <summary>Rows of runs that have not begun.</summary>
public static class RunRows
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static RunDetail New(PipelineDocument document, long id = 1, IReadOnlyList<string>? only = null)
    {
        var run = new Run
        {
            Id = new RunId(SequentialIds.At(id)),
            Project = "default",
            Pipeline = document.Metadata.Name,
            Revision = 1,
            Trigger = only is null ? RunTrigger.Manual : RunTrigger.Debug,
            State = RunState.Queued,
            ExecutionDate = Start,
            CreatedBy = "alice",
            CreatedAt = Start,
            OnlyTasks = only,
        };
        var tasks = document.Spec.Tasks.Where(task => only is null || only.Contains(task.Id));
        return new RunDetail(run, [.. tasks.Select(task => new TaskRun { Run = run.Id, Task = task.Id, State = TaskState.Waiting })], []);
    }

    /// <summary>The run with a committed change applied, as a store would give it back.</summary>
    public static RunDetail Apply(RunDetail detail, RunChange change)
    {
        var tasks = change.Tasks.ToDictionary(task => task.Task);
        var attempts = change.Attempts.ToDictionary(attempt => attempt.Key);
        var known = detail.Attempts.Select(attempt => attempt.Key).ToHashSet();
        return new RunDetail(
            change.Run,
            [.. detail.Tasks.Select(task => tasks.GetValueOrDefault(task.Task, task))],
            [.. detail.Attempts.Select(attempt => attempts.GetValueOrDefault(attempt.Key, attempt)), .. change.Attempts.Where(attempt => !known.Contains(attempt.Key))]);
    }

    /// <summary>A pod that says who it is and does nothing.</summary>
    public static AttemptPod Render(Run run, TaskSpec task, AttemptKey attempt, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs) =>
        AttemptPod.Of(new PodSpec
        {
            Name = PodNames.ForAttempt(attempt),
            LogDirectory = "",
            Containers = [new ContainerSpec { Command = ["true"] }],
            Workspace = PodNames.Workspace(run.Id),
            Labels = new Dictionary<string, string>
            {
                [PodLabels.Run] = run.Id.ToString(),
                [PodLabels.Task] = task.Id,
                [PodLabels.Attempt] = attempt.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
                [PodLabels.Kind] = "task",
            },
        });
}
