using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Worker.Tests.Fakes;

namespace ElasticJobs.Worker.Tests.Instances;

/// <summary>How an instance begins and ends.</summary>
public sealed class LifeTests
{
    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task InitCommand_Succeeds_TasksComeAfterIt(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        var index = queue.Put("cat made");
        await using var instance = TestInstance.Start(queue, shell, init: "sleep 0.3\necho by init > made").StartWorker();

        await queue.EndOfAsync(index);

        Assert.Equal("by init\n"u8.ToArray(), queue.Log(index));
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task InitCommand_Fails_InstanceFailsAndTakesNothing(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        queue.Put("true");
        await using var instance = TestInstance.Start(queue, shell, init: "exit 5").StartWorker();

        Assert.Equal(ExitCodes.InstanceEnded, await instance.Worker);

        await instance.Script.WaitForExitAsync();
        Assert.Equal(5, instance.Script.ExitCode);
        Assert.Contains(instance.Said, line => line.Contains("init command failed with exit code 5", StringComparison.Ordinal));
        Assert.Equal(0, queue.Connections);
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task ServiceCommand_Ends_InstanceEndsWithItsCodeAndTasksGoBack(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell, command: "until [ -e end ]; do sleep 0.05; done; exit 9").StartWorker();
        var index = queue.Put("echo begun; sleep 100");
        await queue.LogHasAsync(index, "begun");

        await File.WriteAllTextAsync(Path.Combine(instance.Path, "end"), "");

        var end = await queue.EndOfAsync(index);
        Assert.StartsWith("_code_=InstanceLost", end.Text);
        Assert.Equal(ExitCodes.InstanceEnded, await instance.Worker);
        await instance.Script.WaitForExitAsync();
        Assert.Equal(9, instance.Script.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Shells.All), MemberType = typeof(Shells))]
    public async Task Worker_ToldToEnd_LetsTasksEndAndThenTheInstance(string shell)
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, shell, command: "trap 'exit 0' TERM; while :; do sleep 0.1; done");
        var worker = instance.StartWorkerProcess();
        var index = queue.Put("echo begun; until [ -e go ]; do sleep 0.05; done; exit 3");
        await queue.LogHasAsync(index, "begun");

        // A runtime tells both.
        await TestInstance.SignalAsync(worker, "TERM");
        await TestInstance.SignalAsync(instance.Script, "TERM");
        await Eventually.TrueAsync(() => queue.IsDraining, "the queue knows");
        var later = queue.Put("echo never");
        await File.WriteAllTextAsync(Path.Combine(instance.Path, "go"), "");

        Assert.Equal("3", (await queue.EndOfAsync(index)).Query["exitCode"]);
        await worker.WaitForExitAsync();
        await instance.Script.WaitForExitAsync();
        Assert.Equal((ExitCodes.Drained, 0), (worker.ExitCode, instance.Script.ExitCode));
        Assert.Empty(queue.Commits(later));
    }

    [Fact]
    public async Task Worker_WhenItsGraceIsUsedUp_GivesBackWhatRuns()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).With(InstanceVariables.Grace, 1).StartWorker();
        var index = queue.Put("trap '' TERM; echo begun; while :; do sleep 0.27272; done");
        await queue.LogHasAsync(index, "begun");

        await instance.TellAsync();

        Assert.StartsWith("_code_=Shutdown", (await queue.EndOfAsync(index)).Text);
        Assert.Equal(ExitCodes.Drained, await instance.Worker);
        Assert.Equal(0, TestInstance.Running("0.27272"));
    }

    [Fact]
    public async Task Worker_ToldTwice_EndsAtOnce()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put("echo begun; sleep 100.5353");
        await queue.LogHasAsync(index, "begun");

        await instance.TellAsync();
        await instance.TellAgainAsync();

        Assert.Equal(ExitCodes.EndedAtOnce, await instance.Worker);
        await instance.Script.WaitForExitAsync();
        await Eventually.TrueAsync(() => TestInstance.Running("100.5353") == 0, "the command has ended");
        Assert.Empty(queue.Commits(index));
    }

    [Fact]
    public async Task Task_EndedByTheSignalThatEndsTheInstance_IsGivenBack()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue, times: new WorkerTimes { Term = TimeSpan.FromSeconds(20) }).StartWorker();
        var index = queue.Put("echo begun; kill -TERM $$; sleep 100");
        await queue.LogHasAsync(index, "begun");

        await instance.TellAsync();

        Assert.StartsWith("_code_=Shutdown", (await queue.EndOfAsync(index)).Text);
    }

    [Fact]
    public async Task Script_Killed_TasksGoBackAndTheWorkerEnds()
    {
        await using var queue = await FakeQueue.StartAsync();
        await using var instance = TestInstance.Start(queue).StartWorker();
        var index = queue.Put("echo begun; sleep 100");
        await queue.LogHasAsync(index, "begun");

        // As in a container, where nothing outlives the first process.
        instance.Script.Kill(entireProcessTree: true);

        Assert.StartsWith("_code_=InstanceLost", (await queue.EndOfAsync(index)).Text);
        Assert.Equal(ExitCodes.InstanceEnded, await instance.Worker);
    }

    [Fact]
    public async Task Environment_Wrong_IsSaidInSentences()
    {
        WorkerSettings.Read(name => name == InstanceVariables.Window ? "none" : null, out var problems);

        Assert.Contains("EJ_QUEUE_URL is missing.", problems);
        Assert.Contains("EJ_WINDOW is 'none'. It must be a number from 1 to 1000.", problems);
        await Task.CompletedTask;
    }
}
