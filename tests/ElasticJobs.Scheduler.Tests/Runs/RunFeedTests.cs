using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Runs;

public sealed class RunFeedTests
{
    [Fact]
    public async Task Watch_OfARun_TellsEachNewerVersionUntilTheEnd()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a"));
        var pod = await host.Runtime.StartedAsync("a");
        await using var watch = host.Feed.WatchAsync(run, EngineHost.Cap).GetAsyncEnumerator();

        Assert.True(await watch.MoveNextAsync());
        var first = watch.Current;
        Assert.Equal(TaskState.Starting, first.Tasks[0].State);

        var next = watch.MoveNextAsync().AsTask();
        host.Runtime.Succeed(pod);
        await host.EndAsync(run, RunState.Succeeded);
        while (!next.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(next, host.Time.WaitForTimersAsync(cancellationToken: EngineHost.Cap));
        }

        Assert.True(await next);
        Assert.True(watch.Current.Run.Version > first.Run.Version);
        Assert.Equal(RunState.Succeeded, watch.Current.Run.State);
        Assert.Single(watch.Current.Attempts);
        Assert.False(await watch.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_OfAFinishedRun_TellsItOnce()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a"));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));
        await host.EndAsync(run, RunState.Succeeded);
        await host.UntilGoneAsync(run);

        List<RunDetail> told = [];
        await foreach (var detail in host.Feed.WatchAsync(run, EngineHost.Cap))
            told.Add(detail);

        Assert.Equal(RunState.Succeeded, Assert.Single(told).Run.State);
    }

    [Fact]
    public async Task Watch_OfAnUnknownRun_EndsAtOnce()
    {
        await using var host = await EngineHost.StartedAsync();

        await foreach (var detail in host.Feed.WatchAsync(new RunId(SequentialIds.At(99)), EngineHost.Cap))
            Assert.Fail($"{detail.Run.Id} is unknown.");
    }

    [Fact]
    public async Task WatchProject_TellsRunsOfTheProjectAlone()
    {
        await using var host = await EngineHost.StartedAsync();
        await using var watch = host.Feed.WatchProjectAsync("default", EngineHost.Cap).GetAsyncEnumerator();
        using var leave = new CancellationTokenSource();
        await using var other = host.Feed.WatchProjectAsync("other", leave.Token).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();
        var elsewhere = other.MoveNextAsync().AsTask();

        var run = await host.RunAsync(Pipeline().Task("a"));

        Assert.True(await next);
        Assert.Equal(run, watch.Current.Id);
        Assert.False(elsewhere.IsCompleted);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => elsewhere);
    }
}
