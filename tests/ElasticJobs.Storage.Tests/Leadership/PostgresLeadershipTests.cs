using ElasticJobs.Core.Leadership;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Time;
using Npgsql;

namespace ElasticJobs.Storage.Tests.Leadership;

public sealed class PostgresLeadershipTests() : LeadershipContract(DatabaseKind.Postgres)
{
    [Fact]
    public async Task Lead_WhoseSessionBreaks_GoesOnInTheSameTermWhenNobodyElseLed()
    {
        await using var term = await LeadAsync(1);

        await EndSessionsAsync();

        await EventuallySureAsync(term, sure: false);
        await term.WaitUntilSureAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(term.Deposed.IsCancellationRequested);
    }

    [Fact]
    public async Task Lead_WhoseSessionBreaksWhileAnotherWaits_IsDeposedAndTheOtherLeads()
    {
        await using var term = await LeadAsync(1);
        var next = LeadAsync(2);

        await EndSessionsUntilAsync(() => next.IsCompleted);

        await using var later = await next;
        await Eventually.TrueAsync(() => term.Deposed.IsCancellationRequested, "the first is deposed");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => term.WaitUntilSureAsync(CancellationToken.None));
        Assert.True(later.Epoch > term.Epoch, $"{later.Epoch} comes after {term.Epoch}");
    }

    /// <summary>As of a process that was stopped and goes on: time has passed without an answer, and nothing has failed yet.</summary>
    [Fact]
    public async Task Lead_WithoutAnAnswerForTooLong_IsUnsureUntilTheServerAnswers()
    {
        var time = new FakeTimeProvider();
        await using var storage = await OpenStorage.OpenAsync(Database, time);
        await using var term = await storage.Get<ILeadership>().LeadAsync(CancellationToken.None);
        await using var blocking = new NpgsqlConnection(Database.Options.ConnectionString);
        await blocking.OpenAsync();
        await using (await blocking.BeginTransactionAsync())
        {
            await using var block = new NpgsqlCommand("LOCK TABLE leadership", blocking);
            await block.ExecuteNonQueryAsync();
            await time.WaitForTimersAsync();

            time.Advance(TimeSpan.FromSeconds(7));
            Assert.True(term.IsSure);
            time.Advance(TimeSpan.FromSeconds(1));
            Assert.False(term.IsSure);
            Assert.False(term.WaitUntilSureAsync(CancellationToken.None).IsCompleted);
        }

        await term.WaitUntilSureAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.True(term.IsSure);
    }

    /// <summary>As of a console that stands still, or is cut off, between a write and its commit.</summary>
    [Fact]
    public async Task Lead_WhileAWriteOfTheOneBeforeIsStuck_IsTakenNevertheless()
    {
        await (await LeadAsync(1)).DisposeAsync();
        await using var stuck = new NpgsqlConnection(Database.Options.ConnectionString);
        await stuck.OpenAsync();
        await using var transaction = await stuck.BeginTransactionAsync();
        await using var write = new NpgsqlCommand("UPDATE leadership SET epoch = epoch", stuck);
        await write.ExecuteNonQueryAsync();

        await using var term = await LeadAsync(2);

        await Assert.ThrowsAnyAsync<Exception>(() => transaction.CommitAsync());
    }

    /// <summary>Either may be the quicker to ask for the lock again.</summary>
    private async Task EndSessionsUntilAsync(Func<bool> done) => await Eventually.TrueAsync(
        async () =>
        {
            if (!done())
                await EndSessionsAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(700));
            return done();
        },
        "the other leads");

    private Task EndSessionsAsync() => Database.Postgres.EndSessionsAsync("elasticjobs leader");
}
