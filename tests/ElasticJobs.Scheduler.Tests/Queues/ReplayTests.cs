using ElasticJobs.Core;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.Queues;

/// <summary>Several dead letters go into the queue again, and what stops that half-way hides nothing.</summary>
public sealed class ReplayTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Several_WhenTheQueueGetsFull_TellHowManyAreThere_AndTheRestStayDead()
    {
        await using var queue = await BuriedAsync(FullPolicy.Refuse);

        var (count, stopped) = await queue.Queue.ReplayAsync([1, 2, 3], None);

        Assert.Equal((2, "queue_full"), (count, Assert.IsType<RefusedException>(stopped).Code));
        Assert.Equal((3L, 1L), (queue.Input.Describe().Length, queue.Queue.DeadLetters.Describe().Length));
        Assert.Equal("queue_full", (await Assert.ThrowsAsync<RefusedException>(() => queue.Queue.ReplayAsync([3], None))).Code);
    }

    [Fact]
    public async Task Several_WhenTheirCallerIsGone_TellHowManyAreThere()
    {
        await using var queue = await BuriedAsync(FullPolicy.Block);
        using var gone = new CancellationTokenSource();

        var replaying = queue.Queue.ReplayAsync([1, 2, 3], gone.Token);
        await Eventually.TrueAsync(() => queue.Queue.DeadLetters.Describe().Length == 1, "two have moved");
        await gone.CancelAsync();

        var (count, stopped) = await replaying.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, count);
        Assert.IsType<OperationCanceledException>(stopped, exactMatch: false);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.Queue.ReplayAsync([3], gone.Token));
    }

    /// <summary>Three dead letters, and room for two of them.</summary>
    private static async Task<OpenQueue> BuriedAsync(FullPolicy whenFull)
    {
        var queue = await OpenQueue.OpenAsync(QueueSettings.Default with { MaxLength = 3, WhenFull = whenFull, Rules = new QueueRules { MaxDeliveries = 1 } });
        await using var worker = queue.Watch("a");
        for (var i = 1; i <= 3; i++)
        {
            await queue.PutAsync("broken");
            var given = await worker.NextAsync();
            Assert.True(await queue.Input.RejectAsync(given.Frame.Index, new ConsumerName(OpenQueue.Workers, "a"), given.Epoch, "Failed", "exit 1", None));
        }

        await queue.PutAsync("waits");
        return queue;
    }
}
