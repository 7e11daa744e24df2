using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Time;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Runs;

public sealed class RunEngineRestartTests
{
    [Fact]
    public async Task Restart_WithARunningPod_AdoptsItAndStartsItNotAgain()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        var pod = await host.Runtime.StartedAsync("a");
        host.Runtime.Run(pod);
        await host.UntilAsync(run, "a", TaskState.Running);

        await host.RestartAsync();
        host.Runtime.Succeed(pod);
        host.Runtime.Succeed(await host.Runtime.StartedAsync("b"));

        await host.EndAsync(run, RunState.Succeeded);
        Assert.Single(host.Runtime.Calls, "start a-1");
        Assert.Equal(2, host.Observer.Told.Count(told => told == "started a-1"));
    }

    [Fact]
    public async Task Restart_WithAPodThatEndedMeanwhile_GoesOn()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        var pod = await host.Runtime.StartedAsync("a");
        await host.StopAsync();

        host.Runtime.Succeed(pod, ("rows", "1"));
        await host.StartAsync();

        host.Runtime.Succeed(await host.Runtime.StartedAsync("b"));
        var ended = await host.EndAsync(run, RunState.Succeeded);
        Assert.Equal("1", ended.Tasks[0].Outputs["rows"]);
    }

    [Fact]
    public async Task Restart_BeforeTheStartWasSent_SendsIt()
    {
        await using var host = await EngineHost.StartedAsync();
        host.Runtime.OnStart = (_, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
        var run = await host.RunAsync(Pipeline().Task("a"));
        await host.UntilAsync(run, "a", TaskState.Starting);
        await host.StopAsync();
        host.Runtime.OnStart = (_, _) => Task.CompletedTask;

        await host.StartAsync();

        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));
        var ended = await host.EndAsync(run, RunState.Succeeded);
        Assert.Single(ended.Attempts);
    }

    [Fact]
    public async Task Restart_AfterAStopWasAsked_CarriesItOut()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a"));
        host.Runtime.Run(await host.Runtime.StartedAsync("a"));
        await host.UntilAsync(run, "a", TaskState.Running);
        await host.StopAsync();

        await host.Store.RequestStopAsync(run, StopRequest.Kill, "bob", EngineHost.Cap);
        await host.StartAsync();

        await host.EndAsync(run, RunState.Stopped);
        Assert.Contains("stop a-1 0", host.Runtime.Calls);
    }

    [Fact]
    public async Task Restart_WithAPodOfAnEndedRun_RemovesIt()
    {
        await using var host = await EngineHost.StartedAsync();
        host.Observer.OnEnded = _ => throw new IOException("The disk is full.");
        var run = await host.RunAsync(Pipeline().Task("a"));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));
        await host.EndAsync(run, RunState.Succeeded);
        Assert.Single(host.Runtime.Pods);
        host.Observer.OnEnded = _ => Task.CompletedTask;

        await host.RestartAsync();

        await Eventually.TrueAsync(() => host.Runtime.Pods.Count == 0, "the pod is removed");
        await Eventually.TrueAsync(() => host.Active.Count == 0, "the run has left memory");
        Assert.Contains("ended a-1", host.Observer.Told);
    }

    [Fact]
    public async Task Restart_WithAPodOfAnUnknownRun_KillsAndRemovesIt()
    {
        await using var host = new EngineHost();
        host.Runtime.Add(new PodStatus
        {
            Name = "rdeleted-a-1",
            Phase = PodPhase.Running,
            Labels = new Dictionary<string, string> { [PodLabels.Kind] = PodLabels.TaskKind, [PodLabels.Run] = new RunId(SequentialIds.At(77)).ToString() },
        });

        await host.StartAsync();

        await Eventually.TrueAsync(() => host.Runtime.Pods.Count == 0, "the pod is removed");
        Assert.Equal(["stop a-1 0", "remove a-1"], host.Runtime.Calls);
        await Eventually.TrueAsync(() => host.Active.Count == 0, "the run has left memory");
    }

    [Fact]
    public async Task Restart_WithADebugTerminal_LeavesItAlone()
    {
        await using var host = new EngineHost();
        host.Runtime.Add(new PodStatus
        {
            Name = "d1",
            Phase = PodPhase.Running,
            Labels = new Dictionary<string, string> { [PodLabels.Kind] = PodLabels.DebugKind, [PodLabels.Run] = new RunId(SequentialIds.At(77)).ToString() },
        });

        await host.StartAsync();
        var run = await host.RunAsync(Pipeline().Task("a"));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));
        await host.EndAsync(run, RunState.Succeeded);

        Assert.Contains(host.Runtime.Pods, pod => pod is { Name: "d1", Phase: PodPhase.Running });
    }

    [Fact]
    public async Task Restart_AfterThePipelineWasDeleted_GoesOnWithItsRevision()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        var pod = await host.Runtime.StartedAsync("a");
        host.Runtime.Run(pod);
        await host.UntilAsync(run, "a", TaskState.Running);
        await host.StopAsync();
        await host.Pipelines.DeleteAsync("default", "demo", EngineHost.Cap);

        await host.StartAsync();
        host.Runtime.Succeed(pod);
        host.Runtime.Succeed(await host.Runtime.StartedAsync("b"));

        await host.EndAsync(run, RunState.Succeeded);
    }

    [Fact]
    public async Task Restart_AfterTheRevisionWasLost_EndsTheRun()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        host.Runtime.Run(await host.Runtime.StartedAsync("a"));
        await host.UntilAsync(run, "a", TaskState.Running);
        await host.StopAsync();
        host.Pipelines.Lose("default", "demo");

        await host.StartAsync();

        var ended = await host.EndAsync(run, RunState.Stopped);
        Assert.Contains("deleted", ended.Run.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("start b-1", host.Runtime.Calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Restart_AtAnyMomentAgainAndAgain_LosesNothingAndDoublesNothing(int seed)
    {
        var random = new Random(seed);
        await using var host = await EngineHost.StartedAsync();
        List<RunId> runs = [];
        for (var count = 0; count < 30; count++)
        {
            runs.Add(await host.RunAsync(Pipeline().Parallelism(2)
                .Task("a").Task("b", after: ["a"]).Task("c", after: ["a"], with: task => task with { Retry = new RetrySpec(1) }).Task("d", after: ["b", "c"])));
        }

        for (var restart = 0; restart < 20; restart++)
        {
            MovePods(host, random, share: 0.5);
            await host.RestartAsync();
        }

        await Eventually.TrueAsync(
            () =>
            {
                MovePods(host, random, share: 1);
                return host.Active.Count == 0;
            },
            "all runs have left memory");

        foreach (var run in runs)
        {
            var ended = await host.EndAsync(run, RunState.Succeeded);
            Assert.Equal([1, 1, 2, 1], ended.Tasks.Select(task => task.Attempt));
        }

        Assert.Empty(host.Runtime.Pods);
    }

    /// <summary>Some pods begin to run and some end; the first attempt of c always fails.</summary>
    private static void MovePods(EngineHost host, Random random, double share)
    {
        foreach (var pod in host.Runtime.Pods.Where(pod => !pod.IsTerminal && random.NextDouble() < share))
        {
            var fails = pod.Name.EndsWith("-c-1", StringComparison.Ordinal);
            host.Runtime.Add(random.Next(3) == 0
                ? pod with { Phase = PodPhase.Running }
                : pod with { Phase = fails ? PodPhase.Failed : PodPhase.Succeeded, ExitCode = fails ? 1 : 0 });
        }
    }
}
