using ElasticJobs.Core.Broadcasting;

namespace ElasticJobs.Core.Tests.Broadcasting;

public sealed class BroadcasterTests
{
    private static readonly CancellationToken Cap = new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task States_OfOneKey_AreCoalescedToTheLatest()
    {
        var broadcaster = new Broadcaster<string, int>(Backlog.LatestByKey);
        using var subscription = broadcaster.Subscribe("a");

        broadcaster.Publish("a", 1);
        broadcaster.Publish("b", 2);
        broadcaster.Publish("a", 3);

        Assert.Equal([3], await subscription.ReadAsync(Cap));
        Assert.Equal(0, subscription.Dropped);
    }

    [Fact]
    public async Task States_OfMoreKeysThanFit_DropTheOldestAndCountIt()
    {
        var broadcaster = new Broadcaster<int, int>(Backlog.LatestByKey, capacity: 2);
        using var subscription = broadcaster.SubscribeToAll();

        for (var key = 0; key < 3; key++)
            broadcaster.Publish(key, key);

        Assert.Equal([1, 2], await subscription.ReadAsync(Cap));
        Assert.Equal(1, subscription.Dropped);
    }

    [Fact]
    public async Task Stream_TooFastForItsReader_DropsTheOldestAndCountsIt()
    {
        var broadcaster = new Broadcaster<string, int>(Backlog.DropOldest, capacity: 3);
        using var subscription = broadcaster.Subscribe("a");

        for (var value = 0; value < 5; value++)
            broadcaster.Publish("a", value);

        Assert.Equal([2, 3, 4], await subscription.ReadAsync(Cap));
        Assert.Equal(2, subscription.Dropped);
    }

    [Fact]
    public async Task Reader_WaitingBeforeAValueCame_GetsIt()
    {
        var broadcaster = new Broadcaster<string, int>(Backlog.DropOldest);
        using var subscription = broadcaster.SubscribeToAll(value => value > 1);
        var reading = subscription.ReadAsync(Cap);

        broadcaster.Publish("a", 1);
        Assert.False(reading.IsCompleted);
        broadcaster.Publish("a", 2);

        Assert.Equal([2], await reading);
    }

    [Fact]
    public async Task Reader_ThatLeft_GetsNothingMore()
    {
        var broadcaster = new Broadcaster<string, int>(Backlog.DropOldest);
        var subscription = broadcaster.Subscribe("a");
        subscription.Dispose();

        broadcaster.Publish("a", 1);

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscription.ReadAsync(cancelled.Token).AsTask());
    }
}
