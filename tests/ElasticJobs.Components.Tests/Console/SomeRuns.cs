using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Runs;

namespace ElasticJobs.Components.Tests.Console;

/// <summary>Runs as pages meet them.</summary>
internal static class SomeRuns
{
    public static PipelineDocument Two { get; } = PipelineBuilder.Pipeline("two").Task("a").Task("b", after: ["a"]).Build();

    public static Run Row(long id, string pipeline = "two", RunState state = RunState.Succeeded, RunTrigger trigger = RunTrigger.Manual, long version = 1) =>
        RunRows.New(PipelineBuilder.Pipeline(pipeline).Task("a").Build(), id).Run with
        {
            State = state,
            Trigger = trigger,
            Version = version,
            CreatedAt = RunRows.Start.AddMinutes(id),
            StartedAt = RunRows.Start.AddMinutes(id),
            FinishedAt = state is RunState.Queued or RunState.Running ? null : RunRows.Start.AddMinutes(id).AddSeconds(30),
        };

    /// <summary>Of <see cref="Two"/>: the first task failed with code 3, the second was never started.</summary>
    public static RunDetail Failed(long id = 1)
    {
        var begun = RunRows.New(Two, id);
        var reason = new TaskReason(ReasonCodes.ExitCode, "It exited with code 3.", "3");
        var at = RunRows.Start.AddSeconds(10);
        return new RunDetail(
            begun.Run with { State = RunState.Failed, StartedAt = RunRows.Start, FinishedAt = at, Version = 1 },
            [
                begun.Tasks[0] with { State = TaskState.Failed, Attempt = 1, StartedAt = RunRows.Start, FinishedAt = at, ExitCode = 3, Reason = reason },
                begun.Tasks[1] with { State = TaskState.UpstreamFailed, FinishedAt = at, Reason = new TaskReason(ReasonCodes.Upstream, "a, which it comes after, ended as Failed.", "a", "Failed") },
            ],
            [Attempt(begun.Run.Id, "a", 1, TaskState.Failed, RunRows.Start, at) with { ExitCode = 3, Reason = reason }]);
    }

    public static TaskAttempt Attempt(RunId run, string task, int number, TaskState state, DateTimeOffset start, DateTimeOffset? end) => new()
    {
        Key = new AttemptKey(run, task, number),
        PodName = $"{task}-{number}",
        State = state,
        CreatedAt = start,
        StartedAt = start,
        FinishedAt = end,
        Manifest = """{"name":"pod"}""",
    };
}
