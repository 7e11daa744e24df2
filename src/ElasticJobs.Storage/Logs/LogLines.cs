using System.Text;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Logs;

/// <summary>Reads lines by number.</summary>
internal static class LogLines
{
    /// <summary>Bytes of a line that viewers get; the raw file has all.</summary>
    public const int MaxText = 64 * 1024;

    private const int MaxBatch = 1 << 20;

    public static LogBatch Read(LogPaths paths, LogKey key, long from, int limit, CancellationToken cancellationToken)
    {
        using var index = LogIndex.Open(paths.Index(key));
        var total = index.LineCount;
        from = Math.Clamp(from < 0 ? total + from : from, 0, total);
        if (from == total || limit <= 0)
            return new LogBatch([], total, index.IsComplete);

        var lines = new List<LogLine>(Math.Min(limit, (int)Math.Min(total - from, 1024)));
        using var output = RawFile.Open(paths.Raw(key, LogStream.Out));
        using var error = RawFile.Open(paths.Raw(key, LogStream.Err));
        var size = 0L;
        for (var i = index.Find(from); i < index.ChunkCount && lines.Count < limit && size < MaxBatch; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = index[i];
            var raw = chunk.Stream == LogStream.Out ? output : error;
            if (chunk.Length > LogIndexer.MaxChunk)
                size += AddLongLine(lines, chunk, raw);
            else
                size += AddLines(lines, chunk, raw.Read(chunk.Offset, (int)chunk.Length), from, limit, MaxBatch - size);
        }
        return new LogBatch(lines, total, index.IsComplete);
    }

    private static long AddLines(List<LogLine> lines, ChunkRecord chunk, ReadOnlySpan<byte> bytes, long from, int limit, long room)
    {
        var size = 0L;
        var number = chunk.FirstLine;
        for (; number < from; number++)
            bytes = bytes[(bytes.IndexOf((byte)'\n') + 1)..];
        for (; number < chunk.EndLine && lines.Count < limit && size < room; number++)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (line is [.. var start, (byte)'\r'])
                line = start;
            // Begins with the return that the line before it was cut at.
            if (number == chunk.FirstLine)
                line = line.TrimStart((byte)'\r');
            var text = Cut(line);
            lines.Add(new LogLine(number, chunk.At, chunk.Stream, Encoding.UTF8.GetString(text), text.Length < line.Length ? line.Length : null));
            size += text.Length;
        }
        return size;
    }

    /// <summary>A chunk beyond the limit is one line.</summary>
    private static long AddLongLine(List<LogLine> lines, ChunkRecord chunk, RawFile raw)
    {
        var end = raw.Read(chunk.EndOffset - 2, 2);
        var length = chunk.Length;
        if (!chunk.IsUnterminated)
            length -= end is [(byte)'\r', _] ? 2 : 1;
        else if (end is [_, (byte)'\r'])
            length--;
        var text = Cut(raw.Read(chunk.Offset, MaxText + 1));
        lines.Add(new LogLine(chunk.FirstLine, chunk.At, chunk.Stream, Encoding.UTF8.GetString(text), length));
        return text.Length;
    }

    /// <summary>Never within a character.</summary>
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> line)
    {
        if (line.Length <= MaxText)
            return line;
        var end = MaxText;
        while (end > MaxText - 4 && (line[end] & 0xC0) == 0x80)
            end--;
        return line[..end];
    }
}
