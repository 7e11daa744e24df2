using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ElasticJobs.Storage.Replicas;

/// <summary>
/// LISTEN and NOTIFY, one listening connection for all channels. What is sent within 50 ms goes together, each text once; what can't be sent is dropped.
/// PostgreSQL carries up to 8000 bytes a text.
/// </summary>
internal sealed partial class PostgresNotices(DatabaseTarget target, IIdGenerator ids, TimeProvider time, ILogger<PostgresNotices> logger) : BackgroundService
{
    private const int Capacity = 4096;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(1);

    /// <summary>A process hears its own notices too.</summary>
    private readonly string _self = ids.NewId().ToString("N");
    private readonly Channel<(string Channel, string Text)> _outgoing = NewQueue<(string, string)>();
    private readonly ConcurrentDictionary<string, Channel<string>> _incoming = new(StringComparer.Ordinal);

    /// <summary>Sends it soon; never waits and never fails.</summary>
    public void Send(string channel, string text) => _outgoing.Writer.TryWrite((channel, text));

    /// <summary>What other processes send on this channel from now on, until cancelled. One listener a channel.</summary>
    public async IAsyncEnumerable<string> ListenAsync(string channel, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var incoming = _incoming[channel] = NewQueue<string>();
        try
        {
            await foreach (var text in incoming.Reader.ReadAllAsync(cancellationToken))
            {
                yield return text;
            }
        }
        finally
        {
            _incoming.TryRemove(channel, out _);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(SendAsync(stoppingToken), HearAsync(stoppingToken));

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (await _outgoing.Reader.WaitToReadAsync(cancellationToken))
        {
            // A hash set that nothing is taken from keeps the order.
            var notices = new HashSet<(string, string)>();
            while (_outgoing.Reader.TryRead(out var notice))
            {
                notices.Add(notice);
            }

            await NotifyAsync(notices, cancellationToken);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task NotifyAsync(HashSet<(string Channel, string Text)> notices, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(target.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var (channel, text) in notices)
            {
                var command = new NpgsqlBatchCommand("SELECT pg_notify($1, $2)");
                command.Parameters.Add(new NpgsqlParameter { Value = channel });
                command.Parameters.Add(new NpgsqlParameter { Value = $"{_self} {text}" });
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception e) when (IsOfTheDatabase(e))
        {
            LogNotSent(notices.Count, e.Message);
        }
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        // Alive even when nothing is said: a dead connection must not look like silence.
        var text = new NpgsqlConnectionStringBuilder(target.ConnectionString) { Pooling = false, KeepAlive = 10, ApplicationName = "elasticjobs signals" }.ConnectionString;
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(text);
                await connection.OpenAsync(cancellationToken);
                connection.Notification += (_, notice) => Take(notice.Channel, notice.Payload);
                await using (var command = new NpgsqlCommand($"LISTEN {PostgresRunSignals.ChannelName}; LISTEN {PostgresSampleSignals.ChannelName}", connection))
                {
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }

                while (true)
                {
                    await connection.WaitAsync(cancellationToken);
                }
            }
            catch (Exception e) when (IsOfTheDatabase(e))
            {
                LogDeaf(e.Message);
                await Task.Delay(Backoff, time, cancellationToken);
            }
        }
    }

    private void Take(string channel, string payload)
    {
        if (payload.Split(' ', 2) is [var sender, var text] && sender != _self)
        {
            _incoming.GetValueOrDefault(channel)?.Writer.TryWrite(text);
        }
    }

    private static Channel<T> NewQueue<T>() => Channel.CreateBounded<T>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private static bool IsOfTheDatabase(Exception exception) => exception is NpgsqlException or IOException or TimeoutException or InvalidOperationException;

    [LoggerMessage(LogLevel.Debug, "{Count} signals to other consoles were not sent: {Problem}")]
    private partial void LogNotSent(int count, string problem);

    [LoggerMessage(LogLevel.Warning, "Other consoles can't be heard: {Problem} It is tried again; until then changes show later.")]
    private partial void LogDeaf(string problem);
}
