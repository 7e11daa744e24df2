using System.Net.WebSockets;
using System.Threading.Channels;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Worker.Tests.Fakes;

/// <summary>A worker's socket, seen from the queue.</summary>
internal sealed class FakeWatch(WebSocket socket, string uid, int window)
{
    private readonly Channel<WireFrame> _out = Channel.CreateUnbounded<WireFrame>();

    public string Uid { get; } = uid;

    public int Window { get; } = window;

    public void Post(WireFrame frame) => _out.Writer.TryWrite(frame);

    public ValueTask SendAsync(WireFrame frame) => _out.Writer.WriteAsync(frame);

    public void Abort() => socket.Abort();

    /// <summary>To the end of the connection.</summary>
    public async Task RunAsync()
    {
        using var over = new CancellationTokenSource();
        var sends = SendAllAsync(over.Token);
        try
        {
            while ((await socket.ReceiveAsync(new byte[1024], CancellationToken.None)).MessageType != WebSocketMessageType.Close)
            {
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // It was cut.
        }

        await over.CancelAsync();
        await sends;
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in _out.Reader.ReadAllAsync(cancellationToken))
                await socket.SendAsync(FrameCodec.Encode(frame), WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // It was cut.
        }
    }
}
