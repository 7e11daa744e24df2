using System.Data;
using ElasticJobs.Storage.Database;
using Npgsql;
using NpgsqlTypes;

namespace ElasticJobs.Storage.Writing;

/// <summary>One connection, to which a whole group goes in one round trip.</summary>
internal sealed class PostgresWriteSession(DatabaseTarget target) : IWriteSession
{
    /// <summary>More than there are statements in the product. A pooler that can't prepare is told by <c>Max Auto Prepare=0</c> in the connection string.</summary>
    private const int PreparedStatements = 64;

    private readonly string _connectionString = Prepare(target.ConnectionString);
    private NpgsqlConnection? _connection;
    private NpgsqlTransaction? _transaction;

    public async ValueTask BeginAsync()
    {
        if (_connection is not { State: ConnectionState.Open })
        {
            await DisposeAsync();
            _connection = new NpgsqlConnection(_connectionString);
            await _connection.OpenAsync();
        }

        _transaction = await _connection.BeginTransactionAsync();
    }

    public async ValueTask ExecuteAsync(IReadOnlyList<PendingWrite> group)
    {
        await using var batch = new NpgsqlBatch(_connection, _transaction);
        foreach (var call in group.SelectMany(write => write.Calls))
        {
            batch.BatchCommands.Add(Command(call));
        }

        await batch.ExecuteNonQueryAsync();
        var next = 0;
        foreach (var write in group)
        {
            for (var i = 0; i < write.Calls.Count; i++)
            {
                write.Affected[i] = (int)batch.BatchCommands[next++].RecordsAffected;
            }

            write.ThrowIfRefused();
        }
    }

    public async ValueTask CommitAsync()
    {
        await _transaction!.CommitAsync();
        await EndTransactionAsync();
    }

    public async ValueTask<bool> ResetAsync()
    {
        try
        {
            if (_connection is { State: ConnectionState.Open } && _transaction is { } transaction)
            {
                await transaction.RollbackAsync();
                await EndTransactionAsync();
                return true;
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException or IOException)
        {
            // Lost: the server has rolled back by itself.
        }

        await DisposeAsync();
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await EndTransactionAsync();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private async ValueTask EndTransactionAsync()
    {
        if (_transaction is { } transaction)
        {
            _transaction = null;
            await transaction.DisposeAsync();
        }
    }

    private static NpgsqlBatchCommand Command(SqlCall call)
    {
        var command = new NpgsqlBatchCommand(call.Statement.Text);
        for (var i = 0; i < call.Values.Length; i++)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = TypeOf(call.Statement.Types[i]), Value = Value(call.Values[i]) });
        }

        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.ToUniversalTime(),
        string text => SharedText.Clean(text),
        int whole => (long)whole,
        _ => value,
    };

    private static NpgsqlDbType TypeOf(SqlType type) => type switch
    {
        SqlType.Text => NpgsqlDbType.Text,
        SqlType.Real => NpgsqlDbType.Double,
        SqlType.Id => NpgsqlDbType.Uuid,
        SqlType.Time => NpgsqlDbType.TimestampTz,
        SqlType.Bytes => NpgsqlDbType.Bytea,
        _ => NpgsqlDbType.Bigint,
    };

    private static string Prepare(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (!builder.ContainsKey("Max Auto Prepare"))
        {
            builder.MaxAutoPrepare = PreparedStatements;
            builder.AutoPrepareMinUsages = 2;
        }

        return builder.ConnectionString;
    }
}
