using System.Collections.Concurrent;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>The usual reliable queue on Redis: LPUSH, BLMOVE to a list of the worker's own, LREM when it is done. The append-only file is on the disk before anything is answered.</summary>
internal sealed class RedisQueue : BenchQueue
{
    public const string Program = "/usr/bin/redis-server";

    private readonly PeerServer _server = new();
    private readonly ConcurrentDictionary<int, RedisConnection> _callers = [];

    public static async Task<RedisQueue> StartAsync()
    {
        var queue = new RedisQueue();
        await queue._server.StartAsync(
            Program, ["--port", $"{queue._server.Port}", "--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--dir", queue._server.Directory]);
        return queue;
    }

    public override Task BeginAsync(string name, int workers) => Task.CompletedTask;

    public override Task PutAsync(string name, int caller, byte[] payload) =>
        _callers.GetOrAdd(caller, _ => new RedisConnection(_server.Port)).SendAsync([RedisConnection.Word("LPUSH"), RedisConnection.Word(name), payload]);

    /// <summary>Without a window: a worker asks for the next task when it has done the last.</summary>
    public override async Task WorkAsync(string name, int worker, int window, Action<ReadOnlyMemory<byte>> taken, Action<ReadOnlyMemory<byte>> done, CancellationToken cancellationToken)
    {
        await using var connection = new RedisConnection(_server.Port);
        var own = RedisConnection.Word($"{name}-{worker}");
        ReadOnlyMemory<byte>[] take = [.. new[] { "BLMOVE", name, $"{name}-{worker}", "RIGHT", "LEFT", "0" }.Select(RedisConnection.Word)];
        try
        {
            while (true)
            {
                var payload = await connection.SendAsync(take, cancellationToken);
                taken(payload);
                await connection.SendAsync([RedisConnection.Word("LREM"), own, RedisConnection.Word("1"), payload], CancellationToken.None);
                done(payload);
            }
        }
        catch (OperationCanceledException)
        {
            // All is done.
        }
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers.Values)
            await caller.DisposeAsync();
        await _server.DisposeAsync();
    }
}
