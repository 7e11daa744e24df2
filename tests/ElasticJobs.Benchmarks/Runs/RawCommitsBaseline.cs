using System.Diagnostics;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.Data.Sqlite;

namespace ElasticJobs.Benchmarks.Runs;

/// <summary>What the disk and SQLite can do here at this moment: one small row, one commit that is on the disk, one after the other.</summary>
internal static class RawCommitsBaseline
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    public static double PerSecond()
    {
        using var directory = new TemporaryDirectory();
        using var connection = new SqliteConnection($"Data Source={directory["raw.db"]};Pooling=false");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, state TEXT, at INTEGER)");
        var started = Stopwatch.GetTimestamp();
        var commits = 0;
        for (; Stopwatch.GetElapsedTime(started) < Length; commits++)
            Execute(connection, "INSERT INTO t(state, at) VALUES('Running', 0)");
        return commits / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
