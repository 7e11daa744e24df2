using System.Data.Common;
using ElasticJobs.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ElasticJobs.Storage.Migrations;

/// <summary>Brings the tables up to date, and costs a start that finds them so no more than one small query.</summary>
internal sealed partial class DatabaseMigrator(
    DatabaseTarget target, IDbContextFactory<ElasticJobsDbContext> contexts, TimeProvider time, ILogger<DatabaseMigrator> logger)
{
    /// <summary>The newest of this program.</summary>
    internal const string Latest = QueuePayloads.Id;

    private const string History = """SELECT "MigrationId" FROM "__EFMigrationsHistory" ORDER BY "MigrationId" DESC LIMIT 1""";

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        if (await IsUpToDateAsync(cancellationToken))
        {
            return;
        }

        IMigrationLock migrationLock = target.IsSqlite ? new SqliteMigrationLock(target, time) : new PostgresMigrationLock(target);
        await using var held = await migrationLock.AcquireAsync(cancellationToken);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (target.IsSqlite)
        {
            await PrepareAsync(context, cancellationToken);
        }

        LogMigrating(Latest);
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Whoever holds our lock is alone, so a row in EF's lock table is of a process that was killed; EF would wait for it for ever.</summary>
    private static async Task PrepareAsync(ElasticJobsDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        SqliteSession.UseWriteAheadLog((SqliteConnection)context.Database.GetDbConnection());
        await context.Database.ExecuteSqlRawAsync("""DROP TABLE IF EXISTS "__EFMigrationsLock";""", cancellationToken);
    }

    private async Task<bool> IsUpToDateAsync(CancellationToken cancellationToken)
    {
        if (target.IsSqlite && !File.Exists(target.File))
        {
            return false;
        }

        await using DbConnection connection = target.IsSqlite ? new SqliteConnection(target.ConnectionString) : new NpgsqlConnection(target.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = History;
        try
        {
            var newest = await command.ExecuteScalarAsync(cancellationToken) as string;
            return string.CompareOrdinal(newest, Latest) >= 0;
        }
        catch (Exception exception) when (IsMissingTable(exception))
        {
            return false;
        }
    }

    private static bool IsMissingTable(Exception exception) => exception switch
    {
        PostgresException postgres => postgres.SqlState is PostgresErrorCodes.UndefinedTable,
        SqliteException sqlite => sqlite.Message.Contains("no such table", StringComparison.Ordinal),
        _ => false,
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Bringing the database to {Migration}.")]
    private partial void LogMigrating(string migration);
}
