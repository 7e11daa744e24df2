using System.Buffers;
using ElasticJobs.Core.Logs;

namespace ElasticJobs.Storage.Logs;

/// <summary>
/// Appends to one index. A record is written once its lines are whole in the raw file; what is known here is no more than what the file says,
/// so an indexer that died at any instruction is followed by one that reads the last whole record and goes on at its end offsets.
/// </summary>
internal sealed class LogIndexer
{
    public const int MaxChunk = 1 << 20;

    /// <summary>Raw bytes of a stream taken in one visit, so that one backlog doesn't keep the other logs waiting.</summary>
    private const long VisitBytes = 32L << 20;

    /// <summary>A progress bar shows once a second although its line doesn't end; see docs/logs.md.</summary>
    private const long ProgressMs = 1000;

    private const int ProgressBytes = 64 * 1024;
    private const byte LineFeed = (byte)'\n';
    private const byte Return = (byte)'\r';

    private readonly string _path;
    private readonly string[] _raw;
    private readonly long[] _ends = new long[2];

    /// <summary>How far a line without line feed has been searched for one.</summary>
    private readonly long[] _searched = new long[2];

    /// <summary>When the unfinished line of a stream began, or was cut last.</summary>
    private readonly long[] _since = new long[2];
    private readonly List<ChunkRecord> _pending = [];
    private long _length;

    public LogIndexer(string indexPath, string outPath, string errPath)
    {
        _path = indexPath;
        _raw = [outPath, errPath];
        using var index = LogIndex.Open(indexPath);
        _length = (long)index.RecordCount * ChunkRecord.Size;
        LineCount = index.LineCount;
        IsComplete = index.IsComplete;
        if (index.Last is { } last)
        {
            _ends[(int)last.Stream] = last.EndOffset;
            _ends[1 - (int)last.Stream] = last.OtherEnd;
        }
        _ends.CopyTo(_searched, 0);
    }

    public long LineCount { get; private set; }

    public bool IsComplete { get; private set; }

    public void Index(bool complete, long unixMs, CancellationToken cancellationToken)
    {
        if (IsComplete)
            return;
        foreach (var stream in (ReadOnlySpan<LogStream>)[LogStream.Out, LogStream.Err])
            Index(stream, complete, unixMs, cancellationToken);
        if (complete)
        {
            Add(new ChunkRecord(LogStream.Out, _ends[0], 0, LineCount, 0, unixMs, _ends[1], IsEnd: true));
            IsComplete = true;
        }
        Flush();
    }

    private void Index(LogStream stream, bool complete, long unixMs, CancellationToken cancellationToken)
    {
        var s = (int)stream;
        var file = new FileInfo(_raw[s]);
        var length = file.Exists ? file.Length : 0;
        if (length <= _searched[s] && !(complete && length > _ends[s]))
            return;

        using var raw = RawFile.Open(_raw[s]);
        var stop = complete ? length : Math.Min(length, _searched[s] + VisitBytes);
        while (_searched[s] < stop)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var block = raw.Read(_searched[s], (int)Math.Min(MaxChunk, stop - _searched[s]), readAhead: false);
            if (block.IsEmpty)
                break;
            var last = block.LastIndexOf(LineFeed);
            if (last < 0)
            {
                _searched[s] += block.Length;
                continue;
            }
            // A line that began in earlier blocks and makes the chunk too long goes alone.
            var begun = _searched[s] - _ends[s];
            if (begun > 0 && begun + last + 1 > MaxChunk)
                last = block.IndexOf(LineFeed);
            AddLines(stream, begun + last + 1, block[..(last + 1)].Count(LineFeed), unixMs);
        }
        if (complete && _ends[s] < length)
            AddLines(stream, length - _ends[s], 1, unixMs, isUnterminated: true);
        else if (_ends[s] < _searched[s])
            CutProgress(stream, raw, unixMs);
    }

    /// <summary>Takes the unfinished line up to its last carriage return that something follows: what a terminal would have drawn over by now.</summary>
    private void CutProgress(LogStream stream, RawFile raw, long unixMs)
    {
        var s = (int)stream;
        if (_since[s] == 0)
            _since[s] = unixMs;
        var length = _searched[s] - _ends[s];
        if (unixMs - _since[s] < ProgressMs || length > MaxChunk)
            return;
        var tail = raw.Read(_searched[s] - Math.Min(length, ProgressBytes), (int)Math.Min(length, ProgressBytes), readAhead: false);
        var last = tail.Length > 1 ? tail[..^1].LastIndexOf(Return) : -1;
        var cut = length - tail.Length + last;
        if (last < 0 || cut <= 0)
            return;
        var searched = _searched[s];
        AddLines(stream, cut, 1, unixMs, isUnterminated: true);
        (_searched[s], _since[s]) = (searched, unixMs);
    }

    private void AddLines(LogStream stream, long length, int count, long unixMs, bool isUnterminated = false)
    {
        var s = (int)stream;
        Add(new ChunkRecord(stream, _ends[s], length, LineCount, count, unixMs, _ends[1 - s], isUnterminated));
        _searched[s] = _ends[s] += length;
        _since[s] = 0;
        LineCount += count;
    }

    private void Add(ChunkRecord record)
    {
        _pending.Add(record);
        if (_pending.Count >= 1024)
            Flush();
    }

    private void Flush()
    {
        if (_pending.Count == 0)
            return;
        var size = _pending.Count * ChunkRecord.Size;
        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            for (var i = 0; i < _pending.Count; i++)
                _pending[i].Write(buffer.AsSpan(i * ChunkRecord.Size));
            using var index = File.OpenHandle(_path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            // Cuts off the torn record that an earlier indexer left.
            if (RandomAccess.GetLength(index) > _length)
                RandomAccess.SetLength(index, _length);
            RandomAccess.Write(index, buffer.AsSpan(0, size), _length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        _length += size;
        _pending.Clear();
    }
}
