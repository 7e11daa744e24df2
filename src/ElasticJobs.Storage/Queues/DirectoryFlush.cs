using System.Runtime.InteropServices;

namespace ElasticJobs.Storage.Queues;

/// <summary>POSIX: that a file is in its directory is on the disk only once the directory is flushed too. .NET opens no directories.</summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = open(directory, ReadOnly);
        if (descriptor < 0)
            return;
        _ = fsync(descriptor);
        _ = close(descriptor);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
