using System.Buffers;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Writes a log's raw bytes in line order.</summary>
internal static class LogCopy
{
    private const int BufferSize = 256 * 1024;

    private static readonly byte[] LineFeed = [(byte)'\n'];

    public static async Task WriteAsync(LogPaths paths, LogKey key, Stream destination, CancellationToken cancellationToken)
    {
        using var index = LogIndex.Open(paths.Index(key));
        using var output = RawFile.Open(paths.Raw(key, LogStream.Out));
        using var error = RawFile.Open(paths.Raw(key, LogStream.Err));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            for (var i = 0; i < index.ChunkCount;)
            {
                var chunk = index[i++];
                var end = chunk.EndOffset;
                var unterminated = chunk.IsUnterminated;
                for (; i < index.ChunkCount && index[i] is var next && next.Stream == chunk.Stream && next.Offset == end; i++)
                    (end, unterminated) = (next.EndOffset, next.IsUnterminated);

                await CopyAsync(chunk.Stream == LogStream.Out ? output : error, chunk.Offset, end, buffer, destination, cancellationToken);
                // The other stream's lines must not run into this one's last.
                if (unterminated && i < index.ChunkCount)
                    await destination.WriteAsync(LineFeed, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task CopyAsync(RawFile raw, long from, long to, byte[] buffer, Stream destination, CancellationToken cancellationToken)
    {
        while (from < to)
        {
            var read = await raw.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - from)), from, cancellationToken);
            if (read == 0)
                return;
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            from += read;
        }
    }
}
