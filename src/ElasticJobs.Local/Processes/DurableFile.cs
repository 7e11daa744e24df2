using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ElasticJobs.Local.Processes;

/// <summary>Files that exist whole or not at all, whatever dies in between.</summary>
internal static class DurableFile
{
    /// <summary>Makes the file and returns true, or leaves the one that is there and returns false. On disk, directory included, when it returns.</summary>
    public static bool TryCreate(string path, ReadOnlySpan<byte> content)
    {
        var draft = WriteDraft(path, content, flush: true);
        var error = Libc.link(draft, path) == 0 ? 0 : Marshal.GetLastPInvokeError();
        File.Delete(draft);
        if (error is not (0 or Libc.Exists))
            throw new IOException($"Can't make '{path}': {new Win32Exception(error).Message}.");
        FlushDirectory(Path.GetDirectoryName(path)!);
        return error == 0;
    }

    public static void Replace(string path, ReadOnlySpan<byte> content) =>
        File.Move(WriteDraft(path, content, flush: false), path, overwrite: true);

    public static void FlushDirectory(string path)
    {
        var fd = Libc.open(path, Libc.ReadOnly | Libc.CloseOnExec, 0);
        if (fd < 0)
            return;
        _ = Libc.fsync(fd);
        _ = Libc.close(fd);
    }

    private static string WriteDraft(string path, ReadOnlySpan<byte> content, bool flush)
    {
        var draft = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.new";
        using var handle = File.OpenHandle(draft, FileMode.Create, FileAccess.Write);
        RandomAccess.Write(handle, content, 0);
        if (flush)
            RandomAccess.FlushToDisk(handle);
        return draft;
    }
}
