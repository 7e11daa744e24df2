using System.Net.WebSockets;

namespace ElasticJobs.Kubernetes.Client;

/// <param name="Data">Valid until the next read. A message may come in several pieces.</param>
internal readonly record struct ChannelData(byte Channel, ReadOnlyMemory<byte> Data, bool EndOfMessage);

/// <summary>Takes messages of a channel protocol apart.</summary>
internal sealed class ChannelReader(WebSocket socket)
{
    private readonly byte[] _buffer = new byte[16384];
    private byte _channel;
    private bool _within;

    /// <summary>Null: the other side closed.</summary>
    /// <exception cref="WebSocketException">The connection broke.</exception>
    public async ValueTask<ChannelData?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            var start = 0;
            if (!_within)
            {
                if (received.Count == 0)
                {
                    // A piece without even its channel: the rest follows, or it was an empty message.
                    continue;
                }

                _channel = _buffer[0];
                start = 1;
            }

            _within = !received.EndOfMessage;
            return new ChannelData(_channel, _buffer.AsMemory(start, received.Count - start), received.EndOfMessage);
        }
    }
}
