using ElasticJobs.Core;
using ElasticJobs.Core.Leadership;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.Tests.Runs;
using ElasticJobs.Tests.Shared.Time;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Leadership;

/// <summary>Two consoles on the same stores and the same runtime.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private readonly EngineHost _leader = new();
    private EngineHost _other = null!;
    private bool _leaderRuns = true;

    public async Task InitializeAsync()
    {
        await _leader.StartAsync();
        _other = new EngineHost(_leader);
        await _other.StartAsync(waitUntilItLeads: false);
    }

    public async Task DisposeAsync()
    {
        if (_leaderRuns)
            await _leader.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task Start_AtTheOther_IsDoneByTheLeader()
    {
        var run = await _other.RunAsync(Pipeline().Task("a"));

        _leader.Runtime.Succeed(await _leader.Runtime.StartedAsync("a"));

        await _other.EndAsync(run, RunState.Succeeded);
        Assert.Equal(0, _other.Active.Count);
        Assert.Single(_leader.Runtime.Calls, "start a-1");
    }

    [Fact]
    public async Task Start_AtTheOtherWhoseSignalIsLost_IsFoundByTheSweep()
    {
        _other.Signals.IsCut = true;
        var run = await _other.RunAsync(Pipeline().Task("a"));

        await SweepAsync();
        _leader.Runtime.Succeed(await _leader.Runtime.StartedAsync("a"));

        await _other.EndAsync(run, RunState.Succeeded);
    }

    [Fact]
    public async Task Stop_AtTheOther_EndsTheRunAtTheLeader()
    {
        var run = await _leader.RunAsync(Pipeline().Task("a"));
        _leader.Runtime.Run(await _leader.Runtime.StartedAsync("a"));

        await _other.Runs.StopAsync(run, StopRequest.Stop, "mei", EngineHost.Cap);

        var ended = await _leader.EndAsync(run, RunState.Stopped);
        Assert.Equal("mei", ended.Run.StopRequestedBy);
    }

    [Fact]
    public async Task Retry_AtTheOther_IsCommittedWhenItReturns()
    {
        var run = await _leader.RunAsync(Pipeline().Task("a"));
        _leader.Runtime.Fail(await _leader.Runtime.StartedAsync("a"));
        await _leader.EndAsync(run, RunState.Failed);

        await Asked(_other.Runs.RetryAsync(run, "mei", EngineHost.Cap));

        Assert.Equal(RunState.Running, (await _other.FindAsync(run)).Run.State);
        _leader.Runtime.Succeed(await _leader.Runtime.StartedAsync("a", 2));
        await _leader.EndAsync(run, RunState.Succeeded);
    }

    [Fact]
    public async Task Retry_AtTheOtherOfARunThatGoesOn_IsRefusedInTheLeadersWords()
    {
        var run = await _leader.RunAsync(Pipeline().Task("a"));
        await _leader.Runtime.StartedAsync("a");

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Asked(_other.Runs.RetryAsync(run, "mei", EngineHost.Cap)));

        Assert.Equal("run_not_ended", refusal.Code);
    }

    [Fact]
    public async Task Delete_AtTheOther_KillsAndRemovesTheRun()
    {
        var run = await _leader.RunAsync(Pipeline().Task("a"));
        await _leader.Runtime.StartedAsync("a");

        await Asked(_other.Runs.DeleteAsync(run, "mei", EngineHost.Cap));

        Assert.Null(await _other.Store.FindAsync(run, EngineHost.Cap));
        Assert.Contains("stop a-1 0", _leader.Runtime.Calls);
    }

    [Fact]
    public async Task Feed_AtTheOther_ShowsWhatTheLeaderDoes()
    {
        var run = await _leader.RunAsync(Pipeline().Task("a"));
        var pod = await _leader.Runtime.StartedAsync("a");
        await using var views = _other.Feed.WatchAsync(run, EngineHost.Cap).GetAsyncEnumerator();
        Assert.True(await views.MoveNextAsync());

        _leader.Runtime.Succeed(pod);

        while (!views.Current.Run.IsFinished)
            Assert.True(await Asked(views.MoveNextAsync().AsTask()));
        Assert.Equal(RunState.Succeeded, views.Current.Run.State);
    }

    [Fact]
    public async Task Leader_ThatEnds_IsFollowedByTheOtherWhichAdoptsItsRuns()
    {
        var run = await _leader.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        _leader.Runtime.Run(await _leader.Runtime.StartedAsync("a"));
        await _leader.UntilAsync(run, "a", TaskState.Running);

        await _leader.StopAsync();
        _leaderRuns = false;
        await _other.Active.Ready.WaitAsync(EngineHost.Cap);
        _other.Runtime.Succeed(await _other.Runtime.StartedAsync("a"));
        _other.Runtime.Succeed(await _other.Runtime.StartedAsync("b"));

        await _other.EndAsync(run, RunState.Succeeded);
        Assert.Single(_other.Runtime.Calls, "start a-1");
    }

    [Fact]
    public async Task Leader_WhoIsNotSure_StartsNothingUntilItIs()
    {
        _leader.Seat.Term!.LoseTheDatabase();
        var run = await _leader.RunAsync(Pipeline().Task("a"));
        await _leader.UntilAsync(run, "a", TaskState.Starting);
        Assert.Empty(_leader.Runtime.Calls);

        _leader.Seat.Term.FindItAgain();

        await _leader.Runtime.StartedAsync("a");
    }

    [Fact]
    public async Task Leader_WhoIsNoLongerSure_StartsNothingThatHasWaitedItsTurn()
    {
        var atOnce = new SchedulerOptions().PodCommandsAtOnce;
        var (go, entered) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
        _leader.Runtime.OnStart = (_, token) =>
        {
            Interlocked.Increment(ref entered);
            return go.Task.WaitAsync(token);
        };
        var tasks = Enumerable.Range(0, atOnce + 1).Select(i => $"t{i}").ToList();
        var run = await _leader.RunAsync(tasks.Aggregate(Pipeline(), (pipeline, task) => pipeline.Task(task)));
        await Eventually.TrueAsync(() => Volatile.Read(ref entered) == atOnce, "all but one are being started");

        _leader.Seat.Term!.LoseTheDatabase();
        go.SetResult();

        await Eventually.TrueAsync(() => _leader.Runtime.Calls.Count == atOnce, "they are started");
        var first = _leader.Runtime.Calls[0].Split(' ', '-')[1];
        _leader.Runtime.Run(await _leader.Runtime.StartedAsync(first));
        await _leader.UntilAsync(run, first, TaskState.Running);
        Assert.Equal(atOnce, Volatile.Read(ref entered));
        _leader.Seat.Term.FindItAgain();
        await Eventually.TrueAsync(() => _leader.Runtime.Calls.Count == atOnce + 1, "the last is started");
    }

    [Fact]
    public async Task Leader_WhoIsDeposed_EndsAndSaysSo()
    {
        _leader.Seat.Term!.Depose();

        await Assert.ThrowsAsync<DeposedException>(() => _leader.Engine.ExecuteTask!.WaitAsync(EngineHost.Cap));

        Assert.False(_leader.Lead.IsHere);
        Environment.ExitCode = 0;
    }

    private async Task SweepAsync()
    {
        await _leader.SweepTime.WaitForTimersAsync();
        _leader.SweepTime.Advance(RunSweep.Interval);
    }

    /// <summary>Time goes on while the other waits for the leader's answer.</summary>
    private async Task<T> Asked<T>(Task<T> asked)
    {
        await Asked((Task)asked);
        return await asked;
    }

    private async Task Asked(Task asked)
    {
        await Eventually.TrueAsync(
            () =>
            {
                _leader.Time.Advance(TimeSpan.FromMilliseconds(100));
                return asked.IsCompleted;
            },
            "the leader has answered");
        await asked;
    }
}
