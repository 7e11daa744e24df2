using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Time;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Runs;

public sealed class RunEngineTests
{
    [Fact]
    public async Task Run_OfTwoTasks_StartsTheSecondWhenTheFirstHasSucceeded()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"], command: "echo {{tasks.a.outputs.rows}}"));

        var first = await host.Runtime.StartedAsync("a");
        host.Runtime.Run(first);
        await host.UntilAsync(run, "a", TaskState.Running);
        host.Runtime.Succeed(first, ("rows", "344"));
        var second = await host.Runtime.StartedAsync("b");
        host.Runtime.Succeed(second);

        var ended = await host.EndAsync(run, RunState.Succeeded);
        Assert.Equal("echo 344", second.Containers[0].Files["command.sh"]);
        Assert.Equal("344", ended.Tasks[0].Outputs["rows"]);
        Assert.All(ended.Attempts, attempt => Assert.Equal(TaskState.Succeeded, attempt.State));
    }

    [Fact]
    public async Task Run_ThatEnded_LeavesMemoryAndItsPodsAreRemoved()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a"));

        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));
        await host.EndAsync(run, RunState.Succeeded);
        await host.UntilGoneAsync(run);

        Assert.Equal(0, host.Active.Count);
        Assert.Empty(host.Runtime.Pods);
        Assert.Equal(["started a-1", "ended a-1"], host.Observer.Told);
        Assert.StartsWith("/logs/", host.Observer.LastPod!.LogDirectory, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhileItsCommitIsUnderWay_IsNotSent()
    {
        await using var host = await EngineHost.StartedAsync();
        var commit = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        host.Store.OnCommit = _ =>
        {
            reached.TrySetResult();
            return commit.Task;
        };
        await host.RunAsync(Pipeline().Task("a"));

        await reached.Task.WaitAsync(EngineHost.Cap);
        Assert.Empty(host.Runtime.Calls);
        commit.SetResult();

        await host.Runtime.StartedAsync("a");
    }

    [Fact]
    public async Task Commit_ThatFailed_IsDecidedAgainFromTheStoredRows()
    {
        await using var host = await EngineHost.StartedAsync();
        var failures = 1;
        host.Store.OnCommit = _ => failures-- > 0 ? throw new IOException("The disk is full.") : Task.CompletedTask;
        var run = await host.RunAsync(Pipeline().Task("a"));

        await host.Time.WaitForTimersAsync();
        host.Time.Advance(TimeSpan.FromSeconds(2));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));

        await host.EndAsync(run, RunState.Succeeded);
        Assert.Single(host.Runtime.Calls, "start a-1");
    }

    [Fact]
    public async Task Start_ThatFailsForNow_IsTriedAgain()
    {
        await using var host = await EngineHost.StartedAsync();
        var failures = 2;
        host.Runtime.OnStart = (_, _) => failures-- > 0 ? throw new IOException("The runtime does not answer.") : Task.CompletedTask;
        var run = await host.RunAsync(Pipeline().Task("a"));

        await host.Time.WaitForTimersAsync();
        host.Time.Advance(TimeSpan.FromSeconds(2));
        await host.Time.WaitForTimersAsync();
        host.Time.Advance(TimeSpan.FromSeconds(4));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));

        var ended = await host.EndAsync(run, RunState.Succeeded);
        Assert.Single(ended.Attempts);
    }

    [Fact]
    public async Task Start_ThatCanNeverSucceed_FailsTheAttempt()
    {
        await using var host = await EngineHost.StartedAsync();
        host.Runtime.OnStart = (_, _) => throw new PodStartException(PodStatus.StartError, "There is no program 'sh'.");
        var run = await host.RunAsync(Pipeline().Task("a"));

        var ended = await host.EndAsync(run, RunState.Failed);

        Assert.Equal(ReasonCodes.StartError, ended.Tasks[0].Reason!.Code);
        Assert.Equal("a: There is no program 'sh'.", ended.Run.Reason);
    }

    [Fact]
    public async Task Stop_WhileAStartIsTriedAgainAndAgain_GivesItUp()
    {
        await using var host = await EngineHost.StartedAsync();
        host.Runtime.OnStart = (_, _) => throw new IOException("The runtime does not answer.");
        var run = await host.RunAsync(Pipeline().Task("a"));
        await host.Time.WaitForTimersAsync();

        await host.Runs.StopAsync(run, StopRequest.Stop, "bob", EngineHost.Cap);

        await host.EndAsync(run, RunState.Stopped);
        Assert.DoesNotContain("start a-1", host.Runtime.Calls);
    }

    [Theory]
    [InlineData(StopRequest.Stop, "stop a-1 10")]
    [InlineData(StopRequest.Kill, "stop a-1 0")]
    public async Task Stop_OfARunningRun_StopsItsPods(StopRequest request, string call)
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        host.Runtime.Run(await host.Runtime.StartedAsync("a"));
        await host.UntilAsync(run, "a", TaskState.Running);

        await host.Runs.StopAsync(run, request, "bob", EngineHost.Cap);

        var ended = await host.EndAsync(run, RunState.Stopped);
        Assert.Contains(call, host.Runtime.Calls);
        Assert.All(ended.Tasks, task => Assert.Equal(TaskState.Stopped, task.State));
        Assert.Equal("Stopped by bob.", ended.Run.Reason);
    }

    [Fact]
    public async Task Timeout_OfATask_StopsItsPod()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a", with: task => task with { Timeout = TimeSpan.FromMinutes(1) }));
        var pod = await host.Runtime.StartedAsync("a");
        host.Runtime.Change(pod, status => status with { Phase = PodPhase.Running, StartedAt = host.Time.GetUtcNow() });
        await host.UntilAsync(run, "a", TaskState.Running);

        await host.Time.WaitForTimersAsync();
        host.Time.Advance(TimeSpan.FromMinutes(1));

        var ended = await host.EndAsync(run, RunState.Failed);
        Assert.Equal(TaskState.TimedOut, ended.Tasks[0].State);
        Assert.Contains("stop a-1 10", host.Runtime.Calls);
    }

    [Fact]
    public async Task Retry_WithBackoff_WaitsForIt()
    {
        await using var host = await EngineHost.StartedAsync();
        var retry = new RetrySpec(1, Backoff: new BackoffSpec(TimeSpan.FromSeconds(30)));
        var run = await host.RunAsync(Pipeline().Task("a", with: task => task with { Retry = retry }));
        host.Runtime.Fail(await host.Runtime.StartedAsync("a"));
        await host.UntilAsync(run, "a", TaskState.Queued);

        await host.Time.WaitForTimersAsync();
        host.Time.Advance(TimeSpan.FromSeconds(30));

        host.Runtime.Succeed(await host.Runtime.StartedAsync("a", attempt: 2));
        await host.EndAsync(run, RunState.Succeeded);
    }

    [Fact]
    public async Task Pod_WhoseLogIsNotComplete_StaysUntilItIs()
    {
        await using var host = await EngineHost.StartedAsync();
        var complete = new TaskCompletionSource();
        host.Observer.OnEnded = _ => complete.Task;
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));

        var second = await host.Runtime.StartedAsync("b");
        Assert.Equal(2, host.Runtime.Pods.Count);
        complete.SetResult();
        host.Runtime.Succeed(second);

        await host.UntilGoneAsync(run);
        Assert.Empty(host.Runtime.Pods);
    }

    [Fact]
    public async Task Watch_ThatBroke_MissesNothing()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b"));
        var first = await host.Runtime.StartedAsync("a");
        var second = await host.Runtime.StartedAsync("b");
        host.Runtime.Run(second);
        await host.UntilAsync(run, "b", TaskState.Running);

        host.Runtime.BreakWatches();
        host.Runtime.Succeed(first);
        host.Runtime.Forget(second.Name);
        await host.Time.WaitForTimersAsync();
        host.Time.Advance(TimeSpan.FromSeconds(2));

        var ended = await host.EndAsync(run, RunState.Failed);
        Assert.Equal(TaskState.Succeeded, ended.Tasks[0].State);
        Assert.Equal(ReasonCodes.Lost, ended.Tasks[1].Reason!.Code);
    }

    [Fact]
    public async Task ManyRuns_AtOnce_AllEnd()
    {
        await using var host = await EngineHost.StartedAsync();
        host.Runtime.OnStart = (pod, _) => Task.CompletedTask;
        var document = Pipeline().Task("a").Build();
        await host.SaveAsync(document);
        var runs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ =>
            host.Runs.StartAsync(new StartRun("default", "demo", null, [], RunTrigger.Api, "alice"), EngineHost.Cap)));

        await Eventually.TrueAsync(() => host.Runtime.Pods.Count == runs.Length, "all pods are there");
        foreach (var pod in host.Runtime.Pods)
            host.Runtime.Add(pod with { Phase = PodPhase.Succeeded, ExitCode = 0 });

        await Eventually.TrueAsync(() => host.Active.Count == 0, "all runs have left memory");
        foreach (var run in runs)
            await host.EndAsync(run.Id, RunState.Succeeded);
    }
}
