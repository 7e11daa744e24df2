using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ElasticJobs.Worker.Instances;

/// <summary>Named pipes (mkfifo(3)).</summary>
internal static partial class Fifo
{
    private const int AlreadyThere = 17;

    /// <exception cref="IOException">It can't be made.</exception>
    public static void Ensure(string path, UnixFileMode mode)
    {
        if (MakeFifo(path, (uint)mode) == 0)
            File.SetUnixFileMode(path, mode);
        else if (Marshal.GetLastPInvokeError() is var error and not AlreadyThere)
            throw new IOException($"The FIFO {path} can't be made: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    /// <summary>Lasts until the other end is opened. On a thread of its own: the system call can't be cancelled.</summary>
    public static Task<SafeFileHandle> OpenAsync(string path, FileAccess access) =>
        Task.Factory.StartNew(() => File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
