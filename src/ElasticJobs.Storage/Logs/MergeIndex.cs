using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Storage.Logs;

/// <summary>A merge as it was when it was opened, read a page at a time.</summary>
internal sealed class MergeIndex : IDisposable
{
    private const int PageRecords = 64;

    private readonly SafeFileHandle? _file;
    private readonly byte[] _page = new byte[PageRecords * MergeRecord.Size];
    private int _pageNumber = -1;

    private MergeIndex(SafeFileHandle? file)
    {
        _file = file;
        if (file is null)
            return;
        for (RecordCount = (int)(RandomAccess.GetLength(file) / MergeRecord.Size); RecordCount > 0; RecordCount--)
        {
            if (!TryRead(RecordCount - 1, out var last))
                continue;
            Last = last;
            break;
        }
    }

    /// <summary>Whole records, an end mark included.</summary>
    public int RecordCount { get; }

    public MergeRecord? Last { get; }

    public bool IsComplete => Last is { IsEnd: true };

    public long LineCount => Last?.End ?? 0;

    /// <summary>Without the end mark, from one of them on.</summary>
    public IEnumerable<MergeRecord> From(int record)
    {
        for (var i = record; i < RecordCount; i++)
        {
            if (!TryRead(i, out var read))
                throw new InvalidDataException($"Record {i} of a log's merge is damaged.");
            if (!read.IsEnd)
                yield return read;
        }
    }

    /// <summary>The record that holds the line.</summary>
    public int Find(long line)
    {
        var (low, high) = (0, RecordCount);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (TryRead(middle, out var record) && record.End <= line)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    public static MergeIndex Open(string path)
    {
        try
        {
            return new MergeIndex(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new MergeIndex(null);
        }
    }

    public void Dispose() => _file?.Dispose();

    private bool TryRead(int number, out MergeRecord record)
    {
        var page = number / PageRecords;
        if (page != _pageNumber)
        {
            var read = RandomAccess.Read(_file!, _page, (long)page * _page.Length);
            _page.AsSpan(read).Clear();
            _pageNumber = page;
        }

        return MergeRecord.TryRead(_page.AsSpan(number % PageRecords * MergeRecord.Size, MergeRecord.Size), out record);
    }
}
