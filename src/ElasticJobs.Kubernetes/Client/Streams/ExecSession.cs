using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace ElasticJobs.Kubernetes.Client;

/// <inheritdoc cref="IExecSession"/>
/// <param name="canClose">The protocol is v5.</param>
internal sealed class ExecSession(WebSocket socket, bool canClose) : IExecSession
{
    private readonly ChannelReader _reader = new(socket);
    private readonly ChannelWriter _writer = new(socket);
    private readonly TaskCompletionSource<ExecExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly MemoryStream _status = new();
    private ReadOnlyMemory<byte> _rest;
    private ExecStream _restOf;

    public Task<ExecExit> Exited => _exited.Task;

    public async ValueTask<ExecRead> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (_rest.IsEmpty)
        {
            ChannelData? received;
            try
            {
                received = await _reader.ReadAsync(cancellationToken);
            }
            catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                _exited.TrySetResult(new ExecExit(null, $"The connection to the container broke: {e.Message}"));
                return default;
            }

            if (received is not { } data)
            {
                _exited.TrySetResult(new ExecExit(null, "The connection to the container was closed before its process ended."));
                return default;
            }

            Take(data);
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new ExecRead(_restOf, count);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.IsEmpty ? ValueTask.CompletedTask : _writer.WriteAsync(ChannelProtocol.Stdin, data, cancellationToken);

    public ValueTask ResizeAsync(int columns, int rows, CancellationToken cancellationToken) =>
        _writer.WriteAsync(ChannelProtocol.Resize, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"Width":{{columns}},"Height":{{rows}}}""")), cancellationToken);

    public async ValueTask<bool> CloseStdinAsync(CancellationToken cancellationToken)
    {
        if (!canClose)
            return false;
        await _writer.WriteAsync(ChannelProtocol.Close, new[] { ChannelProtocol.Stdin }, cancellationToken);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.CloseAsync();
        socket.Dispose();
        _writer.Dispose();
        _exited.TrySetResult(new ExecExit(null, "The session was closed."));
    }

    private void Take(ChannelData received)
    {
        switch (received.Channel)
        {
            case ChannelProtocol.Stdout:
                (_rest, _restOf) = (received.Data, ExecStream.Stdout);
                break;
            case ChannelProtocol.Stderr:
                (_rest, _restOf) = (received.Data, ExecStream.Stderr);
                break;
            case ChannelProtocol.Error:
                _status.Write(received.Data.Span);
                if (received.EndOfMessage && _status.Length > 0)
                    _exited.TrySetResult(ExecStatus.Read(_status.ToArray()));
                break;
            default:
                // v5 says here which channels end; nothing depends on it.
                break;
        }
    }
}
