namespace ElasticJobs.Kubernetes.Logs;

/// <summary>A container's output on our disk.</summary>
internal sealed class RawLog : IDisposable
{
    private readonly FileStream _file;
    private readonly byte[] _compared = new byte[LogPieces.PieceBytes + LogTime.LongestBytes];

    public RawLog(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        Length = _file.Length;
    }

    public long Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file.SafeFileHandle, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>How many bytes of <paramref name="piece"/> the file has at <paramref name="offset"/>: all, or up to the file's end. -1: it has others there.</summary>
    public int StartsWith(long offset, ReadOnlySpan<byte> piece)
    {
        var count = (int)Math.Min(piece.Length, Length - offset);
        if (count < 0)
            return -1;
        for (var done = 0; done < count;)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, _compared.AsSpan(0, Math.Min(_compared.Length, count - done)), offset + done);
            if (read == 0 || !piece.Slice(done, read).SequenceEqual(_compared.AsSpan(0, read)))
                return -1;
            done += read;
        }

        return count;
    }

    public void Dispose() => _file.Dispose();
}
