using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Worker.Reports;

/// <summary>A file that a task adds to, read in pieces.</summary>
internal sealed partial class OutputFile(string path) : IDisposable
{
    /// <summary>The most that is reported at once.</summary>
    public const int PieceBytes = 16 * 1024;

    // A report of each release would be a system call more; the end of what was reported is read again after a restart.
    private const long ReleaseStep = 8 * 1024 * 1024;
    private const long KeptBehind = 64 * 1024;

    // fallocate(2)
    private const int KeepSize = 1;
    private const int PunchHole = 2;

    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    private readonly byte[] _buffer = new byte[PieceBytes];
    private long _released;

    /// <summary>What comes at a place. Empty: nothing yet. Of more than fits, whole lines. Good until the next call.</summary>
    /// <param name="offset">The place.</param>
    /// <param name="most">At most <see cref="PieceBytes"/>.</param>
    public ReadOnlyMemory<byte> Next(long offset, int most = PieceBytes)
    {
        var piece = Read(offset, most);
        return piece.Length == most && piece.Span.LastIndexOf((byte)'\n') is >= 0 and var end ? piece[..(end + 1)] : piece;
    }

    public ReadOnlyMemory<byte> Read(long offset, int length) => _buffer.AsMemory(0, RandomAccess.Read(_file, _buffer.AsSpan(0, length), offset));

    /// <summary>At most <paramref name="length"/> bytes that lie before a place.</summary>
    public ReadOnlySpan<byte> Before(long offset, int length) => Read(Math.Max(0, offset - length), (int)Math.Min(offset, length)).Span;

    /// <summary>What lies before is not needed any more, and gives its place on the disk back: a task may write more than the disk holds.</summary>
    public void Release(long offset)
    {
        if (offset - _released < ReleaseStep)
            return;
        // Where the file system can't do it, the file stays as it is.
        _ = Allocate(_file, KeepSize | PunchHole, 0, offset - KeptBehind);
        _released = offset;
    }

    public void Dispose() => _file.Dispose();

    [LibraryImport("libc", EntryPoint = "fallocate")]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);
}
