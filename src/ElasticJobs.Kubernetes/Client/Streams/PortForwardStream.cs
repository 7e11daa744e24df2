using System.Net.WebSockets;
using System.Text;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>One forwarded connection. Each of its two channels begins with the port's two bytes, which say nothing new.</summary>
internal sealed class PortForwardStream(WebSocket socket) : Stream
{
    private const byte Data = 0;

    private readonly ChannelReader _reader = new(socket);
    private readonly ChannelWriter _writer = new(socket);
    private readonly int[] _headerLeft = [2, 2];
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_rest.IsEmpty)
        {
            ChannelData? received;
            try
            {
                received = await _reader.ReadAsync(cancellationToken);
            }
            catch (Exception e) when (e is WebSocketException or InvalidOperationException)
            {
                throw new IOException($"The connection to the pod broke: {e.Message}", e);
            }

            if (received is not { } data)
                return 0;
            var body = WithoutHeader(data);
            if (data.Channel == Data)
                _rest = body;
            else if (!body.IsEmpty)
                throw new IOException(Encoding.UTF8.GetString(body.Span).Trim());
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? ValueTask.CompletedTask : _writer.WriteAsync(Data, buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _writer.CloseAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            socket.Dispose();
            _writer.Dispose();
        }

        base.Dispose(disposing);
    }

    private ReadOnlyMemory<byte> WithoutHeader(ChannelData received)
    {
        if (received.Channel >= _headerLeft.Length)
            return default;
        var skip = Math.Min(_headerLeft[received.Channel], received.Data.Length);
        _headerLeft[received.Channel] -= skip;
        return received.Data[skip..];
    }
}
