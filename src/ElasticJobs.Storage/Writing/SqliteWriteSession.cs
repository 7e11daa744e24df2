using System.Globalization;
using ElasticJobs.Storage.Database;
using Microsoft.Data.Sqlite;

namespace ElasticJobs.Storage.Writing;

/// <summary>Prepared commands on one connection. SQLite has no asynchronous I/O: calls return when they are done.</summary>
internal sealed class SqliteWriteSession(DatabaseTarget target) : IWriteSession
{
    private readonly Dictionary<SqlStatement, SqliteCommand> _prepared = [];
    private SqliteConnection? _connection;

    public ValueTask BeginAsync()
    {
        _connection ??= Open();
        Control("BEGIN IMMEDIATE");
        return ValueTask.CompletedTask;
    }

    public ValueTask ExecuteAsync(IReadOnlyList<PendingWrite> group)
    {
        foreach (var write in group)
        {
            for (var i = 0; i < write.Calls.Count; i++)
            {
                write.Affected[i] = Execute(write.Calls[i]);
            }

            write.ThrowIfRefused();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask CommitAsync()
    {
        Control("COMMIT");
        return ValueTask.CompletedTask;
    }

    public async ValueTask<bool> ResetAsync()
    {
        if (_connection is null)
        {
            return false;
        }

        try
        {
            Control("ROLLBACK");
            return true;
        }
        catch (SqliteException)
        {
            // A full disk or an I/O error has rolled back already, or the connection is of no use.
            await DisposeAsync();
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _prepared.Values)
        {
            await command.DisposeAsync();
        }

        _prepared.Clear();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    private SqliteConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target.File)!);
        var connection = new SqliteConnection(target.ConnectionString);
        connection.Open();
        SqliteSession.Configure(connection);
        SqliteSession.UseWriteAheadLog(connection);
        return connection;
    }

    private int Execute(SqlCall call)
    {
        var command = Prepare(call.Statement);
        for (var i = 0; i < call.Values.Length; i++)
        {
            command.Parameters[i].Value = Value(call.Values[i]);
        }

        return command.ExecuteNonQuery();
    }

    private void Control(string text)
    {
        using var command = _connection!.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(SqlStatement statement)
    {
        if (!_prepared.TryGetValue(statement, out var command))
        {
            command = _connection!.CreateCommand();
            command.CommandText = statement.Text;
            for (var i = 0; i < statement.Types.Count; i++)
            {
                command.Parameters.Add(string.Create(CultureInfo.InvariantCulture, $"${i + 1}"), TypeOf(statement.Types[i]));
            }

            command.Prepare();
            _prepared.Add(statement, command);
        }

        return command;
    }

    private static object Value(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => SqliteValues.OfId(id),
        DateTimeOffset time => SqliteValues.OfTime(time),
        string text => SharedText.Clean(text),
        _ => value,
    };

    private static SqliteType TypeOf(SqlType type) => type switch
    {
        SqlType.Text => SqliteType.Text,
        SqlType.Real => SqliteType.Real,
        SqlType.Id or SqlType.Bytes => SqliteType.Blob,
        _ => SqliteType.Integer,
    };
}
