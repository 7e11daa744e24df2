namespace ElasticJobs.Scheduler.Tests.Queues;

public sealed class QueueSweepTests
{
    [Fact]
    public async Task Sweep_RemovesWhatWasDoneLongAgo_SoThatItsRequestIdIsForgotten()
    {
        await using var queue = await OpenQueue.OpenAsync();
        await queue.Input.PutAsync(OpenQueue.Put("old") with { RequestId = "r1" }, CancellationToken.None);
        await queue.PutAsync("waits");
        await queue.Input.DeleteAsync([1], CancellationToken.None);
        queue.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(0, await SweepAsync(queue, done: TimeSpan.FromHours(3)));
        Assert.False((await queue.Input.PutAsync(OpenQueue.Put("old") with { RequestId = "r1" }, CancellationToken.None)).IsNew);

        Assert.Equal(1, await SweepAsync(queue, done: TimeSpan.FromHours(1)));

        Assert.True((await queue.Input.PutAsync(OpenQueue.Put("old") with { RequestId = "r1" }, CancellationToken.None)).IsNew);
        Assert.Equal(2, queue.Input.Describe().Length);
    }

    [Fact]
    public async Task Sweep_DeletesWhatWasPutLongAgo_ButNotWhatSomebodyHas()
    {
        await using var queue = await OpenQueue.OpenAsync(workers: null);
        await queue.PutAsync("held");
        await using var watch = queue.Watch("w1", group: "any");
        await watch.NextAsync();
        await queue.PutAsync("old");
        queue.Time.Advance(TimeSpan.FromHours(2));
        await queue.PutAsync("new");

        await SweepAsync(queue, done: TimeSpan.FromDays(1), put: TimeSpan.FromHours(1));

        var left = await queue.Input.GetAsync(0, 10, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, CancellationToken.None);
        Assert.Equal([1L, 3L], left.Select(frame => frame.Index));
        Assert.Equal(2, queue.Input.Describe().Length);
    }

    private static Task<int> SweepAsync(OpenQueue queue, TimeSpan done, TimeSpan? put = null) =>
        queue.Input.SweepAsync(queue.Time.GetUtcNow() - done, put is { } age ? queue.Time.GetUtcNow() - age : null, CancellationToken.None);
}
