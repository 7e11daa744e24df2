using System.Buffers;
using System.Net.WebSockets;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Sends messages of a channel protocol, one at a time.</summary>
internal sealed class ChannelWriter(WebSocket socket) : IDisposable
{
    private const int LongestMessage = 32 * 1024;

    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1);

    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask WriteAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        var message = ArrayPool<byte>.Shared.Rent(Math.Min(data.Length, LongestMessage) + 1);
        try
        {
            do
            {
                var part = data[..Math.Min(data.Length, LongestMessage)];
                message[0] = channel;
                part.CopyTo(message.AsMemory(1));
                await socket.SendAsync(message.AsMemory(0, part.Length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
                data = data[part.Length..];
            }
            while (!data.IsEmpty);
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or ObjectDisposedException)
        {
            throw new IOException("The connection to the container is closed.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
            _sending.Release();
        }
    }

    /// <summary>Says goodbye if the connection still takes it.</summary>
    public async ValueTask CloseAsync()
    {
        try
        {
            using var cap = new CancellationTokenSource(CloseTimeout);
            await _sending.WaitAsync(cap.Token);
            try
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cap.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (e is WebSocketException or InvalidOperationException or OperationCanceledException or IOException)
        {
            // It is gone already.
        }
    }

    public void Dispose() => _sending.Dispose();
}
