using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Processes;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Local.Pods;

/// <summary>Frees what ended pods held.</summary>
internal sealed partial class PodRemoval(
    LocalPaths paths, PodRegistry registry, PodProcesses processes, IControlGroups groups,
    TimeProvider time, ILogger<LocalPodRuntime> logger)
{
    private const int MaxTries = 30;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Kills what the pod left behind, then takes away its control group and temporary files.</summary>
    /// <returns>False: not everything is gone yet; call again.</returns>
    public bool TryClean(LocalPod pod, int tries, Lazy<ProcessTable> table)
    {
        lock (pod.Gate)
        {
            // Removed: by now another pod may have its name.
            if (registry.Find(pod.Name) != pod)
                return true;
            processes.Signal(pod, Libc.SigKill, table);
            var removed = groups.TryRemove(pod.Name);
            DeleteTree(pod.Directory.Temporary);
            return removed || tries >= MaxTries;
        }
    }

    /// <summary>Forgets the pod, once what was still dying in its control group is gone. Its name stays taken until then.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries && !groups.TryRemove(name); tries++)
            await Task.Delay(LookInterval, time, cancellationToken).ConfigureAwait(false);
        Remove(name);
    }

    public void Remove(string name)
    {
        if (registry.Find(name) is not { } pod)
        {
            Discard(paths.Pod(name).Path);
            return;
        }

        lock (pod.Gate)
        {
            DeleteTree(pod.Directory.Temporary);
            groups.TryRemove(name);
            // One rename: after it a pod of that name may be started anew.
            Discard(pod.Directory.Path);
            registry.Remove(name);
        }
    }

    public void RemoveWorkspace(string name) => Discard(paths.Workspace(name));

    /// <summary>What a console that was killed had no time for.</summary>
    public void EmptyTrash()
    {
        foreach (var group in groups.List().Where(name => registry.Find(name) is null))
            groups.TryRemove(group);
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
