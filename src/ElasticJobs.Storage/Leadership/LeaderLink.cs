using ElasticJobs.Storage.Database;
using Npgsql;

namespace ElasticJobs.Storage.Leadership;

/// <summary>What came of asking for the lead.</summary>
/// <param name="Session">Null: somebody else has it, or <paramref name="Problem"/>.</param>
/// <param name="Problem">Why the server could not be asked.</param>
/// <param name="Epoch">The term that is on, when somebody else has the lock.</param>
internal readonly record struct LeaderLinkResult(LeaderLink? Session, string? Problem = null, long? Epoch = null);

/// <summary>The session that holds the lock. As long as it answers, nobody else has it.</summary>
internal sealed class LeaderLink : IAsyncDisposable
{
    /// <summary>Seconds. Below the time after which the server gives the lock to another (<see cref="Settings"/>), so that who lost the server knows it first.</summary>
    private const int AnswerWithin = 4;

    /// <summary>The server asks a silent machine after 4 s, then 3 times 2 s apart: a dead one's lock is free after 10 s. Without effect on sockets of one machine, which tell the end of a process at once.</summary>
    private const string Settings = "SET tcp_keepalives_idle = 4; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3;";

    /// <summary>The number is ours alone in the database: "EJLD" in ASCII.</summary>
    private const string Lock = "SELECT pg_try_advisory_lock(1162497092)";

    private readonly NpgsqlConnection _connection;

    private LeaderLink(NpgsqlConnection connection) => _connection = connection;

    public static async Task<LeaderLinkResult> TryOpenAsync(DatabaseTarget target, CancellationToken cancellationToken)
    {
        // Not pooled: a pooled connection would live on, and with it the lock.
        var text = new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false, Timeout = AnswerWithin, CommandTimeout = AnswerWithin, ApplicationName = "elasticjobs leader" };
        var connection = new NpgsqlConnection(text.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var settings = new NpgsqlCommand(Settings, connection);
            await settings.ExecuteNonQueryAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Lock, connection);
            var link = new LeaderLink(connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
                return new(link);
            var epoch = await link.EpochAsync(cancellationToken);
            await connection.DisposeAsync();
            return new(null, Epoch: epoch);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            await connection.DisposeAsync();
            return new(null, e.Message);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends sessions that hold the row in a transaction in which nothing happens: of a console that stood still or was cut off in the middle of a write, which the server would keep for hours.</summary>
    public async Task EndStuckWritesAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LeadershipStatements.EndStuckWrites, _connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Begins a term. Throws when the session is broken, or the row is held by a write that goes on.</summary>
    public async Task<long> TakeAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LeadershipStatements.Take, _connection);
        command.Parameters.Add(new NpgsqlParameter { Value = LeadershipStatements.Holder });
        command.Parameters.Add(new NpgsqlParameter { Value = now.ToUniversalTime() });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The term that is on now. Throws when the session is broken.</summary>
    public async Task<long?> EpochAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LeadershipStatements.Epoch, _connection);
        return await command.ExecuteScalarAsync(cancellationToken) as long?;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
