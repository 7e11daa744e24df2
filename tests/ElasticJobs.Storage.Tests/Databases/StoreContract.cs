using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Storage.Tests.Databases;

/// <summary>What a store promises, told once and tried on each database.</summary>
public abstract class StoreContract(DatabaseKind kind) : IAsyncLifetime
{
    private TestDatabase? _database;
    private OpenStorage? _storage;

    protected static CancellationToken None => CancellationToken.None;

    protected FakeTimeProvider Time { get; } = new();

    protected TestDatabase Database => _database!;

    protected OpenStorage Storage => _storage!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(kind);
        _storage = await OpenStorage.OpenAsync(_database, Time);
    }

    public async Task DisposeAsync()
    {
        await Storage.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>A second process on the same database: it sees what is durable and nothing else.</summary>
    protected Task<OpenStorage> OpenAgainAsync() => OpenStorage.OpenAsync(Database, Time);
}
