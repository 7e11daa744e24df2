using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ElasticJobs.Storage.Database;

/// <summary>Reads the connection string setting. Messages never repeat the string: it may hold a password.</summary>
internal static class ConnectionStrings
{
    private const string DefaultFile = "elasticjobs.db";
    private const string Remedy =
        "Give a PostgreSQL string (Host=db;Database=elasticjobs;Username=me;Password=secret, or postgres://me:secret@db/elasticjobs), "
        + "an SQLite file (Data Source=elasticjobs.db), or leave it empty for SQLite in the data directory.";

    private static readonly string[] PostgresKeys = ["Host", "Server"];
    private static readonly string[] SqliteKeys = ["Data Source", "DataSource", "Filename"];

    public static DatabaseTarget Read(StorageOptions options)
    {
        var text = options.ConnectionString?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return Sqlite(new SqliteConnectionStringBuilder { DataSource = DefaultFile }, options.DataDirectory);
        }

        try
        {
            return PostgresUrl.IsOne(text)
                ? Postgres(PostgresUrl.Read(text))
                : ReadPairs(text, options.DataDirectory);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw Refused(exception.Message);
        }
    }

    private static DatabaseTarget ReadPairs(string text, string dataDirectory)
    {
        var pairs = new DbConnectionStringBuilder { ConnectionString = text };
        if (PostgresKeys.Any(pairs.ContainsKey))
        {
            return Postgres(new NpgsqlConnectionStringBuilder(text));
        }

        return SqliteKeys.Any(pairs.ContainsKey)
            ? Sqlite(new SqliteConnectionStringBuilder(text), dataDirectory)
            : throw new FormatException("It names neither a Host nor a Data Source.");
    }

    private static DatabaseTarget Postgres(NpgsqlConnectionStringBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Host))
        {
            throw new FormatException("Its Host is empty.");
        }

        builder.ApplicationName ??= "ElasticJobs";
        return new DatabaseTarget(DatabaseProvider.Postgres, builder.ConnectionString);
    }

    private static DatabaseTarget Sqlite(SqliteConnectionStringBuilder builder, string dataDirectory)
    {
        var isFile = builder.DataSource.Length > 0 && builder.Mode != SqliteOpenMode.Memory
            && !builder.DataSource.StartsWith(':') && !builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase);
        if (!isFile)
        {
            throw new FormatException("Its Data Source is no file, and a database in memory is gone when the console ends.");
        }

        var file = Path.GetFullPath(builder.DataSource, Path.GetFullPath(dataDirectory));
        builder.DataSource = file;
        builder.ForeignKeys = true;
        return new DatabaseTarget(DatabaseProvider.Sqlite, builder.ConnectionString, file);
    }

    private static InvalidOperationException Refused(string why) =>
        new($"{StorageOptions.ConnectionStringSetting} can't be used: {why} {Remedy}");
}
