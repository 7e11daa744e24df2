using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Processes;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Local.Pods;

/// <summary>Frees what ended pods held.</summary>
internal sealed partial class PodRemoval(LocalPaths paths, PodRegistry registry, PodProcesses processes, IControlGroups groups, ILogger<LocalPodRuntime> logger)
{
    private const int MaxTries = 30;

    /// <summary>Kills what the pod left behind, then takes away its control group and temporary files.</summary>
    /// <returns>False: not everything is gone yet; call again.</returns>
    public bool TryClean(LocalPod pod, int tries, Lazy<ProcessTable> table)
    {
        processes.Signal(pod, Libc.SigKill, table);
        var removed = groups.TryRemove(pod.Name);
        DeleteTree(pod.Directory.Temporary);
        return removed || tries >= MaxTries;
    }

    /// <summary>Forgets the pod. One rename: after it a pod of that name may be started anew.</summary>
    public void Remove(string name)
    {
        var directory = paths.Pod(name);
        registry.Remove(name);
        groups.TryRemove(name);
        DeleteTree(directory.Temporary);
        Discard(directory.Path);
    }

    public void RemoveWorkspace(string name) => Discard(paths.Workspace(name));

    public void EmptyTrash()
    {
        foreach (var directory in Directory.EnumerateDirectories(paths.Trash))
            DeleteTree(directory);
    }

    private void Discard(string path)
    {
        var target = Path.Combine(paths.Trash, $"{Path.GetFileName(path)}.{Environment.ProcessId}.{Environment.TickCount64}");
        try
        {
            Directory.Move(path, target);
        }
        catch (DirectoryNotFoundException)
        {
            return;
        }

        DeleteTree(target);
    }

    private void DeleteTree(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(error, path);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} could not be deleted")]
    private partial void LogNotDeleted(Exception error, string path);
}
