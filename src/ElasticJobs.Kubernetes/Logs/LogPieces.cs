using System.Buffers;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>
/// Takes a log stream with timestamps apart into the pieces that the container runtime wrote. A line is one piece with its line feed; one of more than 16 KB comes as pieces of exactly that many bytes,
/// each with a time of its own in the middle of the line, and a rest; the last line has no line feed when the task wrote none.
/// </summary>
internal sealed class LogPieces
{
    /// <summary>Bytes after which containerd and Docker begin a new piece.</summary>
    public const int PieceBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _rest = new(2 * PieceBytes);

    public delegate void Take(long time, ReadOnlySpan<byte> piece);

    /// <exception cref="LogFormatException">Something in the stream is no log: the kubelet writes its errors there.</exception>
    public void Read(ReadOnlySpan<byte> bytes, Take take)
    {
        if (_rest.WrittenCount == 0)
        {
            _rest.Write(bytes[TakeWhole(bytes, take)..]);
            return;
        }

        _rest.Write(bytes);
        var taken = TakeWhole(_rest.WrittenSpan, take);
        if (taken == 0)
            return;
        var left = _rest.WrittenSpan[taken..].ToArray();
        _rest.ResetWrittenCount();
        _rest.Write(left);
    }

    /// <exception cref="LogFormatException">This is not how a piece begins.</exception>
    public static void Check(ReadOnlySpan<byte> bytes)
    {
        if (!LogTime.TryRead(bytes, out _, out _) && (bytes.Length >= LogTime.LongestBytes || bytes.Contains((byte)'\n')))
            throw new LogFormatException(bytes);
    }

    /// <summary>The stream has ended, and not by a cut: what is left is a piece too.</summary>
    public void End(Take take)
    {
        var rest = _rest.WrittenSpan;
        while (LogTime.TryRead(rest, out var time, out var prefix))
        {
            rest = rest[prefix..];
            var isCut = rest.Length > PieceBytes && LogTime.TryRead(rest[PieceBytes..], out _, out _);
            var length = isCut ? PieceBytes : rest.Length;
            if (length > 0)
                take(time, rest[..length]);
            rest = rest[length..];
        }

        _rest.ResetWrittenCount();
    }

    /// <returns>Bytes of all pieces that are there whole.</returns>
    private static int TakeWhole(ReadOnlySpan<byte> bytes, Take take)
    {
        var taken = 0;
        while (Next(bytes[taken..], out var time, out var prefix, out var length))
        {
            take(time, bytes.Slice(taken + prefix, length));
            taken += prefix + length;
        }

        return taken;
    }

    private static bool Next(ReadOnlySpan<byte> bytes, out long time, out int prefix, out int length)
    {
        length = 0;
        if (!LogTime.TryRead(bytes, out time, out prefix))
        {
            Check(bytes);
            return false;
        }

        var content = bytes[prefix..];
        var end = content.IndexOf((byte)'\n');
        if (end >= 0 && end <= PieceBytes)
        {
            length = end + 1;
            return true;
        }

        // Only what looks like a time after that many bytes ends a piece; it must be there to be looked at.
        if (content.Length < PieceBytes + LogTime.LongestBytes && end < 0)
            return false;
        if (content.Length > PieceBytes && LogTime.TryRead(content[PieceBytes..], out _, out _))
        {
            length = PieceBytes;
            return true;
        }

        length = end + 1;
        return end >= 0;
    }
}
