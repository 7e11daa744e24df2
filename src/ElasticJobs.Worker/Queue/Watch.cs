using System.Buffers;
using System.Net.WebSockets;
using ElasticJobs.Core.Queues;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Worker.Queue;

/// <summary>Takes frames from the queue over a socket, which is made again for as long as the worker lives. Its being there is also what keeps the worker's leases.</summary>
internal sealed partial class Watch(WorkerSettings settings, WorkerTimes times, TimeProvider time, ILogger<Watch> logger)
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    /// <param name="connected">Called whenever it is connected, before the first frame of the connection.</param>
    /// <param name="take">Called for one frame after the other. It must not wait for a task.</param>
    /// <param name="cancellationToken">Closes the connection: frames that were under way are still taken.</param>
    public async Task RunAsync(Action connected, Func<WireFrame, Task> take, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(times, time);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var socket = new ClientWebSocket();
                await ConnectAsync(socket, cancellationToken);
                backoff.Reset();
                LogConnected(logger, settings.QueueUrl);
                connected();
                await ReceiveAsync(socket, take, cancellationToken);
                LogLost(logger, "it was closed");
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                LogLost(logger, error.Message);
            }
            catch (Exception error)
            {
                LogClosed(logger, error.Message);
                return;
            }

            if (!cancellationToken.IsCancellationRequested)
                await backoff.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ConnectAsync(ClientWebSocket socket, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in QueueHeaders.Of(settings))
            socket.Options.SetRequestHeader(name, value);
        socket.Options.KeepAliveInterval = PingInterval;
        socket.Options.KeepAliveTimeout = PingTimeout;
        socket.Options.Proxy = null;
        var query = QueueApi.Query(("_watch_", "true"), ("_index_", "0"), ("_window_", $"{settings.Window}"), ("_index_only_", "false"), ("_auto_commit_", "false"), ("_lease_", "true"));
        var address = new UriBuilder(settings.QueueUrl) { Scheme = settings.QueueUrl.Scheme == "https" ? "wss" : "ws", Query = query };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(PingTimeout);
        await socket.ConnectAsync(address.Uri, limit.Token);
    }

    private static async Task ReceiveAsync(ClientWebSocket socket, Func<WireFrame, Task> take, CancellationToken cancellationToken)
    {
        using var hard = new CancellationTokenSource();
        await using var closing = cancellationToken.Register(() => hard.CancelAfter(CloseTimeout));
        var closes = CloseAsync(socket, cancellationToken, hard.Token);
        var message = new ArrayBufferWriter<byte>(64 * 1024);
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(message.GetMemory(16 * 1024), hard.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                message.Advance(part.Count);
                if (!part.EndOfMessage)
                    continue;
                if (part.MessageType == WebSocketMessageType.Binary)
                    await take(FrameCodec.Decode(message.WrittenSpan));
                message.ResetWrittenCount();
            }
        }
        finally
        {
            await hard.CancelAsync();
            await closes;
        }
    }

    private static async Task CloseAsync(ClientWebSocket socket, CancellationToken wanted, CancellationToken over)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(wanted, over);
        await Task.Delay(Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!over.IsCancellationRequested && socket.State == WebSocketState.Open)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "drained", over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(LogLevel.Information, "Connected to the queue {Address}.")]
    private static partial void LogConnected(ILogger logger, Uri address);

    [LoggerMessage(LogLevel.Warning, "There is no connection to the queue: {Reason}. It is tried again.")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Debug, "The connection to the queue ended: {Reason}")]
    private static partial void LogClosed(ILogger logger, string reason);
}
