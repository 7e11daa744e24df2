using System.Text.Json.Nodes;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Runs;

internal static class RunExamples
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static Run Run(long number, string pipeline = "penguins", RunState state = RunState.Queued, RunTrigger trigger = RunTrigger.Manual) => new()
    {
        Id = new RunId(SequentialIds.At(number)),
        Project = "default",
        Pipeline = pipeline,
        Revision = 1,
        Trigger = trigger,
        State = state,
        ExecutionDate = Noon,
        CreatedBy = "mei",
        CreatedAt = Noon.AddSeconds(number),
    };

    public static Run Full(long number) => Run(number) with
    {
        Parameters = new JsonObject { ["seed"] = 7, ["名字"] = "企鹅 🐧", ["deep"] = new JsonObject { ["list"] = new JsonArray(1, null, "x") } },
        StartedAt = Noon.AddSeconds(1),
        FinishedAt = Noon.AddSeconds(2),
        StopRequest = StopRequest.Stop,
        StopRequestedBy = "李雷",
        Reason = "磁盘满了 \"quoted\" 'and' %_\\",
        SourceRun = new RunId(SequentialIds.At(number + 1000)),
        OnlyTasks = ["train", "compare"],
        SeedOutputs = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["clean"] = new Dictionary<string, string> { ["rows"] = "333" } },
        DraftDocument = """{"kind":"Pipeline"}""",
        Version = 3,
    };

    public static TaskRun Task(Run run, string task = "clean", TaskState state = TaskState.Waiting) => new() { Run = run.Id, Task = task, State = state };

    public static TaskAttempt Attempt(Run run, string task = "clean", int number = 1, TaskState state = TaskState.Starting) => new()
    {
        Key = new AttemptKey(run.Id, task, number),
        PodName = PodNames.ForAttempt(new AttemptKey(run.Id, task, number)),
        State = state,
        CreatedAt = Noon,
        Manifest = """{"containers":[]}""",
    };

    public static StateChange Change(Run run, string to, string? task = null) => new(run.Id, 0, task, null, "", to, Noon, "test", "scheduler");

    /// <summary>A step that changes the run alone.</summary>
    public static RunChange Step(Run run) => new(run, [], [], []);
}
