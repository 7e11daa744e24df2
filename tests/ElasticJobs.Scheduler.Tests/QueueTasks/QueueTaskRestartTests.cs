using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>Consoles come and go while elastic jobs have tasks of runs.</summary>
public sealed class QueueTaskRestartTests
{
    [Fact]
    public async Task Restart_WhileItWaits_PutsNothingAgain()
    {
        await using var world = await QueueWorld.StartAsync();
        var run = await world.RunAsync();
        await world.UntilReasonAsync(run, "1st of 1");

        await world.RestartAsync();
        await using var instance = world.Instance();
        await instance.EndAsync(await instance.TakeAsync(), "{}", ("exitCode", "0"));
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal(RunState.Succeeded, ended.Run.State);
        Assert.Equal(1, world.Queue.Input.Describe().LastIndex);
    }

    [Fact]
    public async Task Restart_WhileItRuns_LosesAndDoublesNoLine()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var before = world.Instance();
        var run = await world.RunAsync();
        var task = await before.TakeAsync();
        await before.LogAsync(task, "one\n");
        await before.ProgressAsync(task, 0.5, "half");
        await world.UntilReasonAsync(run, "50 %: half");

        await world.RestartAsync();
        await using var after = world.Instance();
        var again = await after.TakeAsync();
        await after.LogAsync(again, "two\n", "stdout");
        await after.EndAsync(again, "{}", ("exitCode", "0"));
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal(RunState.Succeeded, ended.Run.State);
        Assert.All(ended.Attempts, attempt => Assert.Equal(1, attempt.Key.Number));
        Assert.Equal("one\ntwo", await world.LogAsync(run));
    }

    [Fact]
    public async Task Stop_ThatWasCommittedByAConsoleThatIsGone_IsCarriedOut()
    {
        await using var world = await QueueWorld.StartAsync();
        var run = await world.RunAsync();
        await world.UntilReasonAsync(run, "1st of 1");

        await world.RestartAsync(run);
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal(RunState.Stopped, ended.Run.State);
        Assert.Equal(0, world.Queue.Input.Describe().Length);
    }

    [Fact]
    public async Task RunningTask_WhoseQueueIsGone_IsNotDoneAgain()
    {
        await using var world = await QueueWorld.StartAsync();
        await using var instance = world.Instance();
        var run = await world.RunAsync();
        await instance.TakeAsync();
        await world.Scheduler.UntilAsync(run, "send", TaskState.Running);

        await world.ReplaceServiceAsync();
        var ended = await world.Scheduler.EndAsync(run);

        Assert.Equal(ReasonCodes.Lost, ended.Tasks[0].Reason!.Code);
        Assert.Equal(0, world.Queue.Input.Describe().LastIndex);
    }
}
