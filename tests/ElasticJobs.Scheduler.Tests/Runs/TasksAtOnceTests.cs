using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Time;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Runs;

/// <summary>The limit over all runs, in the whole engine.</summary>
public sealed class TasksAtOnceTests
{
    [Fact]
    public async Task YoungerRun_WaitsForTheOlder_AndSaysWhy()
    {
        await using var host = new EngineHost { TasksAtOnce = 1 };
        await host.StartAsync();
        var old = await host.RunAsync(Pipeline("old").Task("o1").Task("o2"));
        var first = await host.Runtime.StartedAsync("o1");
        var young = await host.RunAsync(Pipeline("young").Task("y1"));
        await host.UntilAsync(young, "y1", TaskState.Queued);
        Assert.Equal(ReasonCodes.Capacity, (await host.TaskAsync(young, "y1")).Reason?.Code);
        Assert.Equal(ReasonCodes.Capacity, (await host.TaskAsync(old, "o2")).Reason?.Code);

        host.Runtime.Succeed(first);
        var second = await host.Runtime.StartedAsync("o2");
        Assert.Equal(TaskState.Queued, (await host.TaskAsync(young, "y1")).State);
        host.Runtime.Succeed(second);

        host.Runtime.Succeed(await host.Runtime.StartedAsync("y1"));
        await host.EndAsync(young, RunState.Succeeded);
        await host.EndAsync(old, RunState.Succeeded);
    }

    [Fact]
    public async Task RunThatIsStopped_GivesItsPermitsToTheNext()
    {
        await using var host = new EngineHost { TasksAtOnce = 1 };
        await host.StartAsync();
        var old = await host.RunAsync(Pipeline("old").Task("o1").Task("o2"));
        await host.Runtime.StartedAsync("o1");
        var young = await host.RunAsync(Pipeline("young").Task("y1"));

        await host.Runs.StopAsync(old, StopRequest.Stop, "alice", EngineHost.Cap);

        host.Runtime.Succeed(await host.Runtime.StartedAsync("y1"));
        await host.EndAsync(young, RunState.Succeeded);
        await host.EndAsync(old, RunState.Stopped);
    }

    [Fact]
    public async Task Restart_CountsWhatStillRuns()
    {
        await using var host = new EngineHost { TasksAtOnce = 1 };
        await host.StartAsync();
        var old = await host.RunAsync(Pipeline("old").Task("o1").Task("o2", after: ["o1"]));
        await host.RunAsync(Pipeline("young").Task("y1"));
        var running = await host.Runtime.StartedAsync("o1");
        await Eventually.TrueAsync(() => host.Runtime.Pods is [_], "the pod of o1 is there");
        host.Runtime.Run(running);
        await host.UntilAsync(old, "o1", TaskState.Running);

        await host.RestartAsync();
        var youngest = await host.RunAsync(Pipeline("youngest").Task("z1"));
        await host.UntilAsync(youngest, "z1", TaskState.Queued);
        Assert.Equal(["start o1-1"], host.Runtime.Calls);

        host.Runtime.Succeed(running);
        foreach (var task in new[] { "o2", "y1", "z1" })
            host.Runtime.Succeed(await host.Runtime.StartedAsync(task));
        await host.EndAsync(youngest, RunState.Succeeded);
        await host.EndAsync(old, RunState.Succeeded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task ManyRuns_InAnyOrderOfEventsAndRestarts_KeepTheLimitAndAllEnd(int seed)
    {
        const int Limit = 3;
        var random = new Random(seed);
        var over = new ConcurrentQueue<string>();
        await using var host = new EngineHost { TasksAtOnce = Limit };
        host.Runtime.OnStart = (pod, _) =>
        {
            var others = Open(host).Count(other => other.Name != pod.Name);
            if (others >= Limit)
                over.Enqueue($"{pod.Name} beside {others} others");
            return Task.CompletedTask;
        };
        await host.StartAsync();
        List<RunId> runs = [];
        for (var i = 0; i < 8; i++)
            runs.Add(await host.RunAsync(Drawn(random, $"p{i}")));

        for (var ended = 0; ; ended++)
        {
            if (ended % 10 == 5)
                await host.RestartAsync();
            var pod = await Eventually.ValueAsync(
                async () => Open(host) is [_, ..] open ? open[random.Next(open.Count)].Name : await AllEndedAsync(host, runs) ? "" : null, "a pod runs or all runs have ended");
            if (pod.Length == 0)
                break;
            End(host, pod, failed: random.Next(5) == 0);
        }

        Assert.Empty(over);
    }

    private static List<PodStatus> Open(EngineHost host) => [.. host.Runtime.Pods.Where(pod => !pod.IsTerminal)];

    private static async Task<bool> AllEndedAsync(EngineHost host, IEnumerable<RunId> runs)
    {
        foreach (var run in runs)
        {
            if (!(await host.FindAsync(run)).Run.IsFinished)
                return false;
        }

        return true;
    }

    private static void End(EngineHost host, string pod, bool failed) => host.Runtime.Change(
        new PodSpec { Name = pod, LogDirectory = "", Containers = [] },
        status => status with { Phase = failed ? PodPhase.Failed : PodPhase.Succeeded, ExitCode = failed ? 1 : 0 });

    /// <summary>Some tasks, each after at most one that comes before it.</summary>
    private static PipelineBuilder Drawn(Random random, string name)
    {
        var pipeline = Pipeline(name).Parallelism(random.Next(1, 5));
        for (var i = 0; i < random.Next(2, 8); i++)
            pipeline.Task($"{name}-t{i}", after: i > 0 && random.Next(2) == 0 ? [$"{name}-t{random.Next(i)}:finished"] : null);
        return pipeline;
    }
}
