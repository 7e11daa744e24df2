using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Files;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Whole;

public sealed class WholeSchedulerTests
{
    [Fact]
    public async Task FiveTasks_WithFilesOutputsAndARetry_ReallyRun()
    {
        using var directory = new TemporaryDirectory();
        await using var scheduler = await WholeScheduler.StartAsync(directory.Path);

        var run = await scheduler.RunAsync(Pipeline("tour")
            .Task("prepare", command: "printf '3' > $EJ_OUTPUTS/rows; echo shared > $EJ_WORKSPACE/note")
            .Task("left", after: ["prepare"], command: "echo left {{tasks.prepare.outputs.rows}}; cat $EJ_WORKSPACE/note")
            .Task("flaky", after: ["prepare"], command: "[ $EJ_ATTEMPT -gt 1 ]", with: task => task with { Retry = new RetrySpec(1) })
            .Task("broken", after: ["prepare"], command: "exit 7")
            .Task("join", after: ["left", "flaky", "broken:failed"], command: "echo joined >&2"));
        var ended = await scheduler.EndAsync(run);

        Assert.Equal(RunState.Succeeded, ended.Run.State);
        Assert.Equal(["Succeeded 1", "Succeeded 1", "Succeeded 2", "Failed 1", "Succeeded 1"], ended.Tasks.Select(task => $"{task.State} {task.Attempt}"));
        Assert.Equal(7, ended.Tasks[3].ExitCode);
        Assert.Equal("left 3\nshared", await scheduler.LogAsync(new AttemptKey(run, "left", 1)));
        Assert.Equal("joined", await scheduler.LogAsync(new AttemptKey(run, "join", 1)));
    }

    [Fact]
    public async Task Restart_WhileATaskRuns_FindsItAgain()
    {
        using var directory = new TemporaryDirectory();
        RunId run;
        await using (var first = await WholeScheduler.StartAsync(directory.Path))
        {
            run = await first.RunAsync(Pipeline("long")
                .Task("wait", command: "echo begun; until [ -e $EJ_WORKSPACE/go ]; do sleep 0.05; done; echo gone on")
                .Task("after", after: ["wait"], command: "echo last"));
            await first.UntilAsync(run, "wait", TaskState.Running);
        }

        await File.WriteAllTextAsync(directory[$"workspaces/{run}/go"], "");
        await using var second = await WholeScheduler.StartAsync(directory.Path);
        var ended = await second.EndAsync(run);

        Assert.Equal(RunState.Succeeded, ended.Run.State);
        Assert.All(ended.Attempts, attempt => Assert.Equal(1, attempt.Key.Number));
        Assert.Equal("begun\ngone on", await second.LogAsync(new AttemptKey(run, "wait", 1)));
    }

    [Fact]
    public async Task Stop_OfARunningTask_EndsItsProcesses()
    {
        using var directory = new TemporaryDirectory();
        await using var scheduler = await WholeScheduler.StartAsync(directory.Path);
        var run = await scheduler.RunAsync(Pipeline("long").Task("wait", command: "sleep 600").Task("after", after: ["wait"]));
        await scheduler.UntilAsync(run, "wait", TaskState.Running);

        await scheduler.Runs.StopAsync(run, StopRequest.Stop, "bob", WholeScheduler.Cap);
        var ended = await scheduler.EndAsync(run);

        Assert.Equal(RunState.Stopped, ended.Run.State);
        Assert.All(ended.Tasks, task => Assert.Equal(TaskState.Stopped, task.State));
    }
}
