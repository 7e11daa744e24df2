using Npgsql;

namespace ElasticJobs.Tests.Shared.Postgres;

/// <summary>An empty database of one test, dropped with it.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly string _name;

    internal PostgresDatabase(PostgresServer server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = server.ConnectionStringOf(name);
    }

    public string ConnectionString { get; }

    /// <summary>Ends the sessions of an application, as the server does it with those of a machine that it no longer hears.</summary>
    public async Task EndSessionsAsync(string application)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = application });
        await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await using (var own = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(own);
        }

        await _server.ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }
}
