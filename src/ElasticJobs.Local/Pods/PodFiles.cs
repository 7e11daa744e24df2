using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>Puts on disk what a pod's processes need. Doing it again gives the same files.</summary>
internal sealed class PodFiles(LocalPaths paths, IControlGroups groups, TaskEnvironment environment)
{
    public void MakeDirectories(PodSpec pod, PodDirectory directory)
    {
        Directory.CreateDirectory(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(directory.Temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(directory.Files);
        Directory.CreateDirectory(directory.Outputs);
        Directory.CreateDirectory(directory.Results);
        Directory.CreateDirectory(pod.LogDirectory);
        if (WorkspaceOf(pod) is { } workspace)
            Directory.CreateDirectory(workspace);
    }

    /// <exception cref="PodStartException">A container can't start: no such program or directory.</exception>
    public void Check(PodSpec pod, PodDirectory directory)
    {
        foreach (var container in pod.Containers)
        {
            var working = WorkingDirectoryOf(pod, container, directory);
            StartChecks.CheckWorkingDirectory(working);
            var path = environment.Of(container, directory, WorkspaceOf(pod)).GetValueOrDefault("PATH", "");
            if (!container.Command[0].Contains("$EJ_POD_DIR", StringComparison.Ordinal))
                StartChecks.CheckProgram(container.Command[0], path, working);
        }
    }

    public void Write(PodSpec pod, PodDirectory directory)
    {
        var entries = groups.Create(pod.Name, pod.Containers.Select(container => container.Resources));
        foreach (var container in pod.Containers)
        {
            WriteFiles(container, directory);
            PodDirectory.MakePipe(directory.OutPipe(container.Name));
            PodDirectory.MakePipe(directory.ErrPipe(container.Name));
            var script = ContainerScript.Write(directory, container.Name, ContainerScript.CommandOf(container, directory),
                environment.Of(container, directory, WorkspaceOf(pod)), WorkingDirectoryOf(pod, container, directory), entries);
            DurableFile.Replace(directory.ScriptOf(container.Name), Encoding.UTF8.GetBytes(script));
        }
    }

    public static void WriteFiles(ContainerSpec container, PodDirectory directory)
    {
        foreach (var (path, content) in container.Files)
        {
            var file = Path.Combine(directory.Files, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            DurableFile.Replace(file, Encoding.UTF8.GetBytes(content));
            // Some are scripts that a command names directly.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string? WorkspaceOf(PodSpec pod) => pod.Workspace is { } workspace ? paths.Workspace(workspace) : null;

    public string WorkingDirectoryOf(PodSpec pod, ContainerSpec container, PodDirectory directory) =>
        Path.GetFullPath(container.WorkingDir ?? ".", WorkspaceOf(pod) ?? directory.Files);
}
