using System.Buffers.Binary;
using System.Net.WebSockets;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>Pushes frames to a consumer: over a WebSocket one message a frame, over plain HTTP each behind its length in four bytes.</summary>
internal static class WatchEndpoint
{
    private const int LargestWindow = 10_000;
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    public static async Task WatchAsync(QueueCall call)
    {
        var window = Math.Clamp(call.Number("_window_") ?? 1, 1, LargestWindow);
        var request = new WatchRequest(call.Consumer, (int)window, call.Number("_index_") ?? 0, call.Filter, call.Flag("_auto_commit_")) { IsByReference = call.Flag("_lease_") && !call.Flag("_auto_commit_") };
        var leased = call.Flag("_lease_");
        var withData = !call.Flag("_index_only_");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted);
        var frames = call.Stream.WatchAsync(request, end.Token);
        var guarding = GuardAsync(call, end);
        try
        {
            if (call.Http.WebSockets.IsWebSocketRequest)
                await SocketAsync(call, frames, leased, withData, end);
            else
                await ChunksAsync(call, frames, leased, withData, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            call.Http.Abort();
        }
        finally
        {
            await end.CancelAsync();
            await guarding;
        }
    }

    private static async Task GuardAsync(QueueCall call, CancellationTokenSource end)
    {
        try
        {
            await call.Http.RequestServices.GetRequiredService<QueueAccess>().RefusedAsync(call, end.Token);
            await end.CancelAsync();
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The watch ended for another reason.
        }
    }

    private static async Task SocketAsync(QueueCall call, IAsyncEnumerable<WatchedFrame> frames, bool leased, bool withData, CancellationTokenSource end)
    {
        // A watch that is refused is refused before it is a socket.
        await using var watch = frames.GetAsyncEnumerator(end.Token);
        var next = watch.MoveNextAsync();
        if (next.IsCompleted && !next.IsCompletedSuccessfully)
        {
            await next;
            return;
        }

        using var socket = await call.Http.WebSockets.AcceptWebSocketAsync();
        var receiving = ReceiveAsync(socket, call, end);
        try
        {
            while (await next)
            {
                if (Message(watch.Current, leased, withData) is { } message)
                    await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, end.Token);
                next = watch.MoveNextAsync();
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "The watch has ended: another connection of this consumer, or the end of the stream.", CancellationToken.None);
            // Cut off before the consumer has read this, it would hear of an error instead.
            await Task.WhenAny(receiving, Task.Delay(ClosePatience, CancellationToken.None));
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The consumer is gone.
        }
        finally
        {
            await end.CancelAsync();
            await receiving;
        }
    }

    /// <summary>Pings are answered, and a close is seen, only while somebody reads.</summary>
    private static async Task ReceiveAsync(WebSocket socket, QueueCall call, CancellationTokenSource end)
    {
        var buffer = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), end.Token)).MessageType != WebSocketMessageType.Close)
                call.Stream.Beat(call.Consumer);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // Clients of EAS just cut the connection.
        }

        await end.CancelAsync();
    }

    private static async Task ChunksAsync(QueueCall call, IAsyncEnumerable<WatchedFrame> frames, bool leased, bool withData, CancellationToken cancellationToken)
    {
        var response = call.Http.Response;
        var length = new byte[sizeof(uint)];
        await using var watch = frames.GetAsyncEnumerator(cancellationToken);
        var next = watch.MoveNextAsync();
        if (next.IsCompleted && !next.IsCompletedSuccessfully)
        {
            await next;
            return;
        }

        response.ContentType = "application/vnd.google.protobuf";
        await response.StartAsync(cancellationToken);
        while (await next)
        {
            if (Message(watch.Current, leased, withData) is { } message)
            {
                BinaryPrimitives.WriteUInt32BigEndian(length, (uint)message.Length);
                await response.Body.WriteAsync(length, cancellationToken);
                await response.Body.WriteAsync(message, cancellationToken);
                await response.Body.FlushAsync(cancellationToken);
            }

            next = watch.MoveNextAsync();
        }
    }

    /// <summary>Null: a word for workers, and this consumer is none.</summary>
    private static ReadOnlyMemory<byte>? Message(WatchedFrame watched, bool leased, bool withData)
    {
        if (watched.IsRevoked)
            return leased ? FrameCodec.Encode(new WireFrame((ulong)watched.Frame.Index, new Dictionary<string, string> { ["_control_"] = "cancel" }, default)) : null;
        return FrameCodec.Encode(Wire.Of(watched.Frame, leased ? watched.Epoch : null, withData));
    }
}
