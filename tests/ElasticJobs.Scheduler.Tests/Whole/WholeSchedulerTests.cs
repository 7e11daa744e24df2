using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Time;
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
    public async Task DistributedTask_ReallyRuns_AndItsWorkersAreReadAsOne()
    {
        using var directory = new TemporaryDirectory();
        await using var scheduler = await WholeScheduler.StartAsync(directory.Path);

        var run = await scheduler.RunAsync(Pipeline("spread").Task("train", with: task => task with
        {
            Template = "distributed",
            Args = new() { ["command"] = "echo hello from $RANK of $WORLD_SIZE; echo $RANK > $EJ_OUTPUTS/rank", ["workers"] = 3, ["success"] = "all" },
        }));
        var ended = await scheduler.EndAsync(run);

        Assert.Equal(RunState.Succeeded, ended.Run.State);
        Assert.Equal("0", ended.Tasks[0].Outputs["rank"]);
        var key = new AttemptKey(run, "train", 1);
        Assert.Equal("hello from 2 of 3", await scheduler.LogAsync(key, "worker-2"));
        Assert.Equal(["hello from 0 of 3", "hello from 1 of 3", "hello from 2 of 3"], (await scheduler.LogAsync(key, LogKey.Merged)).Split('\n').Order());
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
    public async Task Start_AfterAKillBetweenAnEndAndItsLog_CompletesTheLogThoughThePodIsGone()
    {
        using var directory = new TemporaryDirectory();
        AttemptKey attempt;
        await using (var first = await WholeScheduler.StartAsync(directory.Path))
        {
            attempt = new AttemptKey(await first.RunAsync(Pipeline("short").Task("talk", command: "echo one; echo two")), "talk", 1);
            await first.EndAsync(attempt.Run);
            Assert.Equal("one\ntwo", await first.LogAsync(attempt));
            await Eventually.TrueAsync(() => first.Logs.ListOpen().Count == 0, "no log is open");
        }

        // As a kill leaves it: nothing is indexed, and the log is known to be open.
        File.Delete(Directory.GetFiles(directory.Path, "main.idx", SearchOption.AllDirectories).Single());
        await File.WriteAllTextAsync(directory[$"logs/open/{attempt.Run}.1.talk"], "");

        await using var second = await WholeScheduler.StartAsync(directory.Path);

        Assert.Equal("one\ntwo", await second.LogAsync(attempt));
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
