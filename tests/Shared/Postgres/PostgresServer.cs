using System.Diagnostics;
using ElasticJobs.Tests.Shared.Time;
using Npgsql;

namespace ElasticJobs.Tests.Shared.Postgres;

/// <summary>
/// A real PostgreSQL server of this test process's own, started when the first test asks for it. It listens on a Unix socket in its own
/// temporary directory and lives as long as the pipe to this process: however the process ends, server and directory go with it.
/// </summary>
public sealed class PostgresServer
{
    private const string Superuser = "postgres";

    // $1 programs, $2 directory, $3 run as another user ("" or a prefix command), $4 "on" or "off": whether commits are on the disk. Standard input closes when the test process ends.
    private const string Script = """
        set -eu
        cd /
        $3 "$1/initdb" -D "$2/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$2/log" 2>&1 </dev/null
        $3 "$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=$4 -c synchronous_commit=$4 -c full_page_writes=$4 -c max_connections=300 >>"$2/log" 2>&1 </dev/null &
        server=$!
        cat >/dev/null || true
        kill -INT "$server" 2>/dev/null || true
        wait "$server" || true
        rm -rf "$2"
        """;

    private static readonly Lazy<Task<PostgresServer>> Started = new(() => StartAsync("off"));
    private static readonly Lazy<Task<PostgresServer>> StartedDurable = new(() => StartAsync("on"));
    private static int _databases;

    private readonly string _directory;
    private readonly Process _keeper;

    private PostgresServer(string directory, Process keeper)
    {
        _directory = directory;
        _keeper = keeper;
    }

    /// <summary>An empty database; the server is started if this is the first.</summary>
    /// <param name="isDurable">Whether a commit is on the disk when it is answered, which tests don't need and figures do.</param>
    public static async Task<PostgresDatabase> CreateDatabaseAsync(bool isDurable = false)
    {
        var server = await (isDurable ? StartedDurable : Started).Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await server.ExecuteAsync($"CREATE DATABASE {name}");
        return new PostgresDatabase(server, name);
    }

    internal string ConnectionStringOf(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = _directory,
        Username = Superuser,
        Database = database,
        MaxPoolSize = 30,
        IncludeErrorDetail = true,
    }.ConnectionString;

    internal async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionStringOf(Superuser));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresServer> StartAsync(string durability)
    {
        // A Unix socket's path is limited to 107 bytes, hence the short name.
        var directory = Directory.CreateTempSubdirectory("ej-pg-").FullName;
        var asAnother = Environment.IsPrivilegedProcess ? await HandOverAsync(directory) : "";
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])["-c", Script, "postgres-keeper", PostgresBinaries.Directory, directory, asAnother, durability])
        {
            start.ArgumentList.Add(argument);
        }

        var server = new PostgresServer(directory, Process.Start(start)!);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
        await server.WaitUntilReadyAsync();
        return server;
    }

    /// <summary>PostgreSQL refuses to run as root: the directory becomes the postgres user's, and the programs run as that user.</summary>
    private static async Task<string> HandOverAsync(string directory)
    {
        using var chown = Process.Start("chown", [$"{Superuser}:", directory]);
        await chown.WaitForExitAsync();
        return chown.ExitCode == 0
            ? $"setpriv --reuid={Superuser} --regid={Superuser} --clear-groups"
            : throw new InvalidOperationException($"PostgreSQL can't run as root and there is no user '{Superuser}' to run it as. Install postgresql, or run the tests as another user.");
    }

    private async Task WaitUntilReadyAsync()
    {
        try
        {
            await Eventually.TrueAsync(AnswersAsync, "the PostgreSQL server of the tests accepts connections", TimeSpan.FromSeconds(60));
        }
        catch (Exception exception) when (exception is TimeoutException or InvalidOperationException)
        {
            var log = Path.Combine(_directory, "log");
            throw new InvalidOperationException($"{exception.Message} Its log:{Environment.NewLine}{(File.Exists(log) ? await File.ReadAllTextAsync(log) : "(none)")}", exception);
        }
    }

    private async Task<bool> AnswersAsync()
    {
        if (_keeper.HasExited)
        {
            throw new InvalidOperationException($"The PostgreSQL server of the tests ended with exit code {_keeper.ExitCode}.");
        }

        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private void Stop()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit(TimeSpan.FromSeconds(10));
    }
}
