using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Postgres;
using Microsoft.Data.Sqlite;

namespace ElasticJobs.Storage.Tests.Databases;

public enum DatabaseKind
{
    Sqlite,
    Postgres,
}

/// <summary>An empty database of one test: a file, or one of the PostgreSQL server's.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly PostgresDatabase? _postgres;

    private TestDatabase(PostgresDatabase? postgres)
    {
        _postgres = postgres;
        Options = new StorageOptions { DataDirectory = _directory.Path, ConnectionString = postgres?.ConnectionString };
    }

    public StorageOptions Options { get; }

    public PostgresDatabase Postgres => _postgres ?? throw new InvalidOperationException("It is a file.");

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind) =>
        new(kind == DatabaseKind.Postgres ? await PostgresServer.CreateDatabaseAsync() : null);

    public async ValueTask DisposeAsync()
    {
        if (_postgres is { } postgres)
        {
            await postgres.DisposeAsync();
        }

        SqliteConnection.ClearAllPools();
        _directory.Dispose();
    }
}
