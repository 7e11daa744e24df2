using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>One connection that speaks as much of Redis' protocol (RESP2) as lists need. The clients for .NET share one connection between all callers, which can't wait for an element (BLMOVE).</summary>
internal sealed class RedisConnection(int port) : IAsyncDisposable
{
    private readonly TcpClient _client = new() { NoDelay = true };
    private readonly SemaphoreSlim _turn = new(1);
    private BufferedStream? _stream;

    /// <returns>Null: nil. A number is given as its digits.</returns>
    public async Task<byte[]?> SendAsync(ReadOnlyMemory<byte>[] words, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_stream is null)
            {
                await _client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                _stream = new BufferedStream(_client.GetStream(), 64 * 1024);
            }

            await WriteAsync(_stream, words, cancellationToken);
            return await ReadAsync(_stream, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public static ReadOnlyMemory<byte> Word(string text) => Encoding.ASCII.GetBytes(text);

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        _turn.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task WriteAsync(BufferedStream stream, ReadOnlyMemory<byte>[] words, CancellationToken cancellationToken)
    {
        using var request = new MemoryStream();
        request.Write(Encoding.ASCII.GetBytes($"*{words.Length}\r\n"));
        foreach (var word in words)
        {
            request.Write(Encoding.ASCII.GetBytes($"${word.Length}\r\n"));
            request.Write(word.Span);
            request.Write("\r\n"u8);
        }

        await stream.WriteAsync(request.GetBuffer().AsMemory(0, (int)request.Length), cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private static async Task<byte[]?> ReadAsync(BufferedStream stream, CancellationToken cancellationToken)
    {
        var line = await LineAsync(stream, cancellationToken);
        switch (line[0])
        {
            case (byte)'+' or (byte)':':
                return line[1..];
            case (byte)'$':
                if (!Utf8Parser.TryParse(line.AsSpan(1), out int length, out _) || length < 0)
                    return null;
                var bytes = new byte[length + 2];
                await stream.ReadExactlyAsync(bytes, cancellationToken);
                return bytes[..length];
            default:
                throw new InvalidOperationException($"Redis says: {Encoding.UTF8.GetString(line)}");
        }
    }

    private static async Task<byte[]> LineAsync(BufferedStream stream, CancellationToken cancellationToken)
    {
        var line = new List<byte>(16);
        var one = new byte[1];
        while (true)
        {
            await stream.ReadExactlyAsync(one, cancellationToken);
            if (one[0] == '\n')
                return [.. line[..^1]];
            line.Add(one[0]);
        }
    }
}
