using ElasticJobs.Core.Pods;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Gives a run that begins in the middle the files that an earlier run has left. Blocks are shared with the original where the file system can.</summary>
internal static class WorkspaceCopy
{
    /// <summary>Neither workspace need exist; then nothing happens. What can't be reached from here the runtime copies. What is in the target already is replaced.</summary>
    public static async Task CopyAsync(IPodRuntime runtime, string from, string to, CancellationToken cancellationToken)
    {
        if (runtime.WorkspacePath(from) is not { } source || runtime.WorkspacePath(to) is not { } target)
            await runtime.CopyWorkspaceAsync(from, to, cancellationToken);
        else if (Directory.Exists(source))
            await Task.Run(() => Copy(new DirectoryInfo(source), target, cancellationToken), cancellationToken);
    }

    private static void Copy(DirectoryInfo source, string target, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in source.EnumerateFileSystemInfos())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var path = Path.Combine(target, entry.Name);
            try
            {
                if (entry.LinkTarget is { } link)
                    CopyLink(link, path);
                else if (entry is DirectoryInfo directory)
                    Copy(directory, path, cancellationToken);
                else
                    CopyFile((FileInfo)entry, path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                // The source run may still be at work; what it removes meanwhile is not missed.
            }
        }
    }

    private static void CopyLink(string link, string path)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, link);
    }

    private static void CopyFile(FileInfo file, string path)
    {
        // Pipes and sockets have no length, and opening one could wait for ever.
        if (file.Length > 0)
            file.CopyTo(path, overwrite: true);
        else
            File.WriteAllBytes(path, []);
    }
}
