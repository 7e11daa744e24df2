using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Replicas;
using ElasticJobs.Storage.Tests.Databases;
using static ElasticJobs.Storage.Tests.Runs.RunExamples;

namespace ElasticJobs.Storage.Tests.Replicas;

public sealed class PostgresRunSignalsTests
{
    private static CancellationToken Cap => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    [Fact]
    public async Task Send_InOneProcess_IsHeardInTheOtherAndNotInItself()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres);
        await using var one = await OpenStorage.OpenAsync(database, TimeProvider.System);
        await using var two = await OpenStorage.OpenAsync(database, TimeProvider.System);
        var (ours, theirs) = (one.Get<IRunSignals>(), two.Get<IRunSignals>());
        await one.Get<PostgresNotices>().StartAsync(Cap);
        await two.Get<PostgresNotices>().StartAsync(Cap);
        var changed = new RunSignal(RunSignalKind.Changed, Run(1).Id);
        var asked = new RunSignal(RunSignalKind.Asked, Run(2).Id);

        var heardByOurs = FirstAsync(ours, changed, theirs, asked);
        var heardByTheirs = FirstAsync(theirs, asked, ours, changed);

        Assert.Equal(asked, await heardByOurs);
        Assert.Equal(changed, await heardByTheirs);
        await one.Get<PostgresNotices>().StopAsync(Cap);
        await two.Get<PostgresNotices>().StopAsync(Cap);
    }

    /// <summary>Says its own until it hears the other's: nobody knows when a listener has begun to listen.</summary>
    private static async Task<RunSignal> FirstAsync(IRunSignals listener, RunSignal own, IRunSignals other, RunSignal expected)
    {
        using var heard = new CancellationTokenSource();
        var saying = System.Threading.Tasks.Task.Run(async () =>
        {
            while (!heard.IsCancellationRequested)
            {
                other.Send(expected);
                listener.Send(own);
                await System.Threading.Tasks.Task.Delay(50, heard.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        });
        await foreach (var signal in listener.ListenAsync(Cap))
        {
            await heard.CancelAsync();
            await saying;
            return signal;
        }

        throw new TimeoutException("Nothing was heard within 20 s.");
    }
}
