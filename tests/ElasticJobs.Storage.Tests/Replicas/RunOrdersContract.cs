using ElasticJobs.Core;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Tests.Databases;
using static ElasticJobs.Storage.Tests.Runs.RunExamples;

namespace ElasticJobs.Storage.Tests.Replicas;

public abstract class RunOrdersContract(DatabaseKind kind) : StoreContract(kind)
{
    private IRunOrders Orders => Storage.Get<IRunOrders>();

    [Fact]
    public async Task Place_Orders_ListsThemOldestFirstInAnotherProcessToo()
    {
        var later = Order(1, Noon.AddSeconds(1));
        var earlier = Order(2, Noon, RunOrderKind.Delete);
        await Orders.PlaceAsync(later, None);
        await Orders.PlaceAsync(earlier, None);

        await using var other = await OpenAgainAsync();

        Assert.Equal([earlier, later], await other.Get<IRunOrders>().ListOpenAsync(None));
    }

    [Fact]
    public async Task Answer_Done_IsTakenOnce()
    {
        var order = Order(1, Noon);
        await Orders.PlaceAsync(order, None);
        Assert.False(await Orders.TakeAnswerAsync(order.Run, None));

        await Orders.AnswerAsync(order.Run, null, None);

        Assert.Empty(await Orders.ListOpenAsync(None));
        Assert.True(await Orders.TakeAnswerAsync(order.Run, None));
        Assert.False(await Orders.TakeAnswerAsync(order.Run, None));
    }

    [Fact]
    public async Task Answer_Refusal_IsThrownWithItsWords()
    {
        var order = Order(1, Noon);
        await Orders.PlaceAsync(order, None);

        await Orders.AnswerAsync(order.Run, new RefusedException(RefusalKind.Conflict, "run_not_ended", "It goes on.", "Wait."), None);

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Orders.TakeAnswerAsync(order.Run, None));
        Assert.Equal((RefusalKind.Conflict, "run_not_ended", "It goes on.", "Wait."), (refusal.Kind, refusal.Code, refusal.Message, refusal.Fix));
        Assert.False(await Orders.TakeAnswerAsync(order.Run, None));
    }

    [Fact]
    public async Task Place_Again_ForgetsTheEarlierAnswer()
    {
        var order = Order(1, Noon);
        await Orders.PlaceAsync(order, None);
        await Orders.AnswerAsync(order.Run, new RefusedException(RefusalKind.Conflict, "no", "No.", "Wait."), None);

        await Orders.PlaceAsync(order, None);

        Assert.Equal([order], await Orders.ListOpenAsync(None));
        Assert.False(await Orders.TakeAnswerAsync(order.Run, None));
    }

    private static RunOrder Order(int run, DateTimeOffset at, RunOrderKind kind = RunOrderKind.Retry) => new(Run(run).Id, kind, "mei", at);
}

public sealed class SqliteRunOrdersTests() : RunOrdersContract(DatabaseKind.Sqlite);

public sealed class PostgresRunOrdersTests() : RunOrdersContract(DatabaseKind.Postgres);
