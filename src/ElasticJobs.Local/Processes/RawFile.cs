using System.Buffers;
using System.Text;

namespace ElasticJobs.Local.Processes;

/// <summary>Whole small files in as few system calls as can be: thousands of them under <c>/proc</c> are read every second. Never blocks, not even on a FIFO.</summary>
internal static unsafe class RawFile
{
    /// <summary>Bytes read, at most the length of <paramref name="buffer"/>. -1: there is no such file, or it can't be read.</summary>
    public static int Read(string path, Span<byte> buffer)
    {
        var fd = Libc.open(path, Libc.ReadOnly | Libc.NonBlocking | Libc.CloseOnExec, 0);
        if (fd < 0)
            return -1;
        try
        {
            var total = 0;
            fixed (byte* start = buffer)
            {
                while (total < buffer.Length)
                {
                    var count = Libc.read(fd, start + total, (nuint)(buffer.Length - total));
                    if (count < 0)
                        return total > 0 ? total : -1;
                    if (count == 0)
                        break;
                    total += (int)count;
                }
            }

            return total;
        }
        finally
        {
            _ = Libc.close(fd);
        }
    }

    /// <summary>Null: there is no such file, it can't be read, or it is longer than <paramref name="limit"/>.</summary>
    public static string? ReadText(string path, int limit = 4096)
    {
        var bytes = ReadBytes(path, limit + 1);
        return bytes is null || bytes.Length > limit ? null : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>At most the first <paramref name="limit"/> bytes.</summary>
    public static byte[]? ReadBytes(string path, int limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            var count = Read(path, buffer.AsSpan(0, limit));
            return count < 0 ? null : buffer[..count];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
