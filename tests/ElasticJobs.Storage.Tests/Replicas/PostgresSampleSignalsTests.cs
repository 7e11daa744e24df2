using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Replicas;
using ElasticJobs.Storage.Tests.Databases;
using static ElasticJobs.Storage.Tests.Runs.RunExamples;

namespace ElasticJobs.Storage.Tests.Replicas;

public sealed class PostgresSampleSignalsTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Send_InOneProcess_IsHeardInTheOtherWhole()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var one = await OpenStorage.OpenAsync(database, TimeProvider.System);
        await using var two = await OpenStorage.OpenAsync(database, TimeProvider.System);
        await one.Get<PostgresNotices>().StartAsync(default);
        await two.Get<PostgresNotices>().StartAsync(default);
        var attempt = new AttemptKey(Run(1).Id, "训练 [3]", 12);
        var begin = new SampleSignal(SampleSignalKind.Opened, attempt);
        var point = new SampleSignal(SampleSignalKind.Point, attempt, new ResourceSample(new DateTimeOffset(2026, 3, 1, 2, 3, 4, 567, TimeSpan.Zero), 0.125, 1L << 40, null, 3.5, 7, 0.5, 1 << 30));
        var end = new SampleSignal(SampleSignalKind.Ended, attempt);

        await using var heard = two.Get<ISampleSignals>().ListenAsync(default).GetAsyncEnumerator();
        var next = heard.MoveNextAsync().AsTask();
        // Nobody knows when a listener has begun to listen.
        while (await System.Threading.Tasks.Task.WhenAny(next, System.Threading.Tasks.Task.Delay(100)) != next)
        {
            one.Get<ISampleSignals>().Send(begin);
        }

        await next.WaitAsync(Cap);
        one.Get<ISampleSignals>().Send(point);
        one.Get<ISampleSignals>().Send(end);
        var signals = new List<SampleSignal> { heard.Current };
        while (signals[^1].Kind != SampleSignalKind.Ended)
        {
            Assert.True(await heard.MoveNextAsync().AsTask().WaitAsync(Cap));
            signals.Add(heard.Current);
        }

        Assert.Equal([begin, point, end], signals.Distinct());
        await one.Get<PostgresNotices>().StopAsync(default);
        await two.Get<PostgresNotices>().StopAsync(default);
    }
}
