using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ElasticJobs.Storage.Database;

/// <summary>What every connection to the SQLite database is told when it is opened.</summary>
internal sealed class SqliteSession : DbConnectionInterceptor
{
    // FULL: a commit that was told survives a power cut. busy_timeout: SQLite waits for another writer by itself, in ms.
    private const string Settings = "PRAGMA busy_timeout=10000; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;";

    // Kept in the file: readers never wait for the writer. The journal is cut back to 64 MB after a long read let it grow.
    private const string Journal = "PRAGMA journal_mode=WAL; PRAGMA journal_size_limit=67108864;";

    public static void Configure(DbConnection connection) => Execute(connection, Settings);

    public static void UseWriteAheadLog(SqliteConnection connection) => Execute(connection, Journal);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Configure(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Configure(connection);
        return Task.CompletedTask;
    }

    private static void Execute(DbConnection connection, string statements)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statements;
        command.ExecuteNonQuery();
    }
}
