using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Storage.Logs;

/// <summary>An index as it was when it was opened. Records are read where they are needed, a page at a time; nothing is kept but that page.</summary>
internal sealed class LogIndex : IDisposable
{
    private const int PageRecords = 64;

    private readonly SafeFileHandle? _file;
    private readonly byte[] _page = new byte[PageRecords * ChunkRecord.Size];
    private int _pageNumber = -1;

    private LogIndex(SafeFileHandle? file)
    {
        _file = file;
        if (file is null)
            return;
        for (RecordCount = (int)(RandomAccess.GetLength(file) / ChunkRecord.Size); RecordCount > 0; RecordCount--)
        {
            if (!TryRead(RecordCount - 1, out var last))
                continue;
            Last = last;
            break;
        }
    }

    /// <summary>Whole records, an end mark included.</summary>
    public int RecordCount { get; }

    public int ChunkCount => IsComplete ? RecordCount - 1 : RecordCount;

    public ChunkRecord? Last { get; }

    public bool IsComplete => Last is { IsEnd: true };

    public long LineCount => Last?.EndLine ?? 0;

    /// <summary>No such file: an empty index.</summary>
    public static LogIndex Open(string path)
    {
        try
        {
            // Share modes are locks on Unix; the collector must never be hindered by a reader.
            return new LogIndex(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new LogIndex(null);
        }
    }

    public ChunkRecord this[int chunk] => TryRead(chunk, out var record)
        ? record
        : throw new InvalidDataException($"Record {chunk} of a log index is damaged.");

    /// <summary>The chunk that holds the line; <see cref="ChunkCount"/> when the log ends before it.</summary>
    public int Find(long line)
    {
        var (low, high) = (0, ChunkCount);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].EndLine <= line)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    public void Dispose() => _file?.Dispose();

    private bool TryRead(int number, out ChunkRecord record)
    {
        var page = number / PageRecords;
        var wanted = (number % PageRecords * ChunkRecord.Size) + ChunkRecord.Size;
        if (page != _pageNumber)
        {
            var read = RandomAccess.Read(_file!, _page, (long)page * _page.Length);
            _page.AsSpan(read).Clear();
            _pageNumber = page;
        }
        return ChunkRecord.TryRead(_page.AsSpan(wanted - ChunkRecord.Size, ChunkRecord.Size), out record);
    }
}
