using ElasticJobs.Storage.Database;
using Npgsql;

namespace ElasticJobs.Storage.Migrations;

/// <summary>An advisory lock of a session, which ends with its connection.</summary>
internal sealed class PostgresMigrationLock(DatabaseTarget target) : IMigrationLock
{
    /// <summary>The number is ours alone in the database: "EJOB" in ASCII.</summary>
    private const string Lock = "SELECT pg_advisory_lock(1162497858)";

    public async Task<IAsyncDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        // Not pooled: a pooled connection would live on, and with it the lock.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Lock, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
