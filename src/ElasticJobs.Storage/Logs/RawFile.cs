using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Storage.Logs;

/// <summary>Reads ranges of a raw file through one window, so that many small chunks next to each other cost one read.</summary>
internal sealed class RawFile : IDisposable
{
    private const int ReadAhead = 128 * 1024;

    private readonly SafeFileHandle? _file;
    private byte[] _window = [];
    private long _start;
    private int _count;

    private RawFile(SafeFileHandle? file) => _file = file;

    /// <summary>No such file: an empty one.</summary>
    public static RawFile Open(string path)
    {
        try
        {
            return new RawFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new RawFile(null);
        }
    }

    public long Length => _file is null ? 0 : RandomAccess.GetLength(_file);

    /// <summary>The bytes, valid until the next call. Fewer when the file ends before.</summary>
    public ReadOnlySpan<byte> Read(long offset, int length, bool readAhead = true)
    {
        if (_file is null || length == 0)
            return default;
        if (offset < _start || offset + length > _start + _count)
            Fill(offset, readAhead ? Math.Max(length, ReadAhead) : length);
        var skip = (int)(offset - _start);
        return _window.AsSpan(skip, Math.Min(length, _count - skip));
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken) =>
        _file is null ? new(0) : RandomAccess.ReadAsync(_file, buffer, offset, cancellationToken);

    public void Dispose()
    {
        _file?.Dispose();
        Return();
    }

    private void Fill(long offset, int length)
    {
        if (_window.Length < length)
        {
            Return();
            _window = ArrayPool<byte>.Shared.Rent(length);
        }
        (_start, _count) = (offset, 0);
        while (_count < length)
        {
            var read = RandomAccess.Read(_file!, _window.AsSpan(_count, length - _count), offset + _count);
            if (read == 0)
                break;
            _count += read;
        }
    }

    private void Return()
    {
        if (_window.Length > 0)
            ArrayPool<byte>.Shared.Return(_window);
        (_window, _count) = ([], 0);
    }
}
