using ElasticJobs.Core.Leadership;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Time;
using static ElasticJobs.Storage.Tests.Runs.RunExamples;

namespace ElasticJobs.Storage.Tests.Leadership;

public abstract class LeadershipContract(DatabaseKind kind) : IAsyncLifetime
{
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    private TestDatabase? _database;
    private OpenStorage? _one;
    private OpenStorage? _two;

    protected TestDatabase Database => _database!;

    /// <summary>Time is real: what is tried here is the other process and the server.</summary>
    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(kind);
        _one = await OpenStorage.OpenAsync(_database, TimeProvider.System);
        _two = await OpenStorage.OpenAsync(_database, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        await _one!.DisposeAsync();
        await _two!.DisposeAsync();
        await Database.DisposeAsync();
    }

    [Fact]
    public async Task Lead_WhileAnotherLeads_WaitsUntilThatEnds()
    {
        var first = await LeadAsync(_one!);
        var second = LeadAsync(_two!);
        Assert.True(first.IsSure);
        Assert.False(second.IsCompleted);

        await first.DisposeAsync();

        await using var later = await second;
        Assert.True(later.IsSure);
        Assert.True(later.Epoch > first.Epoch, $"{later.Epoch} comes after {first.Epoch}");
    }

    [Fact]
    public async Task Lead_OfSomebodyWhoWaitsAndGivesUp_IsNotTaken()
    {
        await using var first = await LeadAsync(_one!);
        using var cancelled = new CancellationTokenSource();
        var second = _two!.Get<ILeadership>().LeadAsync(cancelled.Token);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.True(first.IsSure);
    }

    [Fact]
    public async Task Write_OfAnEarlierTerm_IsRefusedAndOthersInItsGroupAreNot()
    {
        var run = Run(1);
        var asked = Run(2);
        var store = _one!.Get<IRunStore>();
        await store.CreateAsync(run, [Task(run)], "mei", CancellationToken.None);
        await (await LeadAsync(_one!)).DisposeAsync();
        await store.CommitAsync(Step(run, 1), CancellationToken.None);
        await using var later = await LeadAsync(_two!);

        var late = store.CommitAsync(Step(run, 2), CancellationToken.None);
        var made = store.CreateAsync(asked, [Task(asked)], "mei", CancellationToken.None);

        await Assert.ThrowsAsync<DeposedException>(() => late);
        await made;
        Assert.Equal(1, (await store.FindAsync(run.Id, CancellationToken.None))!.Run.Version);
        Assert.NotNull(await store.FindAsync(asked.Id, CancellationToken.None));
        await _two!.Get<IRunStore>().CommitAsync(Step(run, 2), CancellationToken.None);
    }

    protected async Task<ILeaderTerm> LeadAsync(int which) => await LeadAsync(which == 1 ? _one! : _two!);

    protected static Task EventuallySureAsync(ILeaderTerm term, bool sure) => Eventually.TrueAsync(() => term.IsSure == sure, sure ? "it is sure" : "it is unsure");

    private static Task<ILeaderTerm> LeadAsync(OpenStorage storage) => storage.Get<ILeadership>().LeadAsync(CancellationToken.None).WaitAsync(Cap);

    private static RunChange Step(Run run, long version) => new(run with { Version = version }, [], [], []);
}

public sealed class SqliteLeadershipTests() : LeadershipContract(DatabaseKind.Sqlite);
