using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.ControlGroups;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>Puts on disk what a pod's processes need. Doing it again gives the same files.</summary>
internal sealed class PodFiles(LocalPaths paths, IControlGroups groups, TaskEnvironment environment)
{
    public void MakeDirectories(StoredPod pod, PodDirectory directory)
    {
        Directory.CreateDirectory(directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(directory.Temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateDirectory(directory.Files);
        Directory.CreateDirectory(directory.Outputs);
        Directory.CreateDirectory(directory.Results);
        foreach (var member in Members(pod).Skip(1))
        {
            Directory.CreateDirectory(directory.OutputsOf(member.Name));
            Directory.CreateDirectory(directory.ResultsOf(member.Name));
        }

        Directory.CreateDirectory(pod.Spec.LogDirectory);
        if (WorkspaceOf(pod.Spec) is { } workspace)
            Directory.CreateDirectory(workspace);
    }

    /// <summary>Of what follows an init container nothing can be known yet: it may make programs and directories.</summary>
    /// <exception cref="PodStartException">A container can't start: no such program or directory.</exception>
    public void Check(StoredPod pod, PodDirectory directory)
    {
        foreach (var container in pod.Spec.InitContainers is [var first, ..] ? [first] : pod.Containers)
        {
            var working = WorkingDirectoryOf(pod.Spec, container, directory);
            StartChecks.CheckWorkingDirectory(working);
            var path = environment.Of(container, directory, pod.Spec).GetValueOrDefault("PATH", "");
            if (!container.Command[0].Contains("$EJ_POD_DIR", StringComparison.Ordinal))
                StartChecks.CheckProgram(container.Command[0], path, working);
        }
    }

    public void Write(StoredPod pod, PodDirectory directory)
    {
        var entries = groups.Create(directory.Name, pod.Containers.Select(container => container.Resources));
        var members = Members(pod);
        if (members.Count > 0)
        {
            PodDirectory.MakePipe(directory.EndsPipe);
            DurableFile.Replace(directory.ControlGroupsPath, Encoding.UTF8.GetBytes(string.Concat(entries.Select(entry => entry + "\n"))));
        }

        foreach (var container in pod.All)
        {
            WriteFiles(container, directory);
            PodDirectory.MakePipe(directory.OutPipe(container.Name));
            PodDirectory.MakePipe(directory.ErrPipe(container.Name));
            var variables = environment.Of(container, directory, pod.Spec);
            if (members.Count > 0 && container != members[0])
                (variables["EJ_OUTPUTS"], variables["EJ_RESULTS"]) = (directory.OutputsOf(container.Name), directory.ResultsOf(container.Name));
            var script = ContainerScript.Write(
                directory, container.Name, ContainerScript.CommandOf(container, directory), variables, WorkingDirectoryOf(pod.Spec, container, directory), entries);
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

    private static IReadOnlyList<ContainerSpec> Members(StoredPod pod) => pod.Spec.Group is null ? [] : pod.Containers;

    public string? WorkspaceOf(PodSpec pod) => pod.Workspace is { } workspace ? paths.Workspace(workspace) : null;

    public string WorkingDirectoryOf(PodSpec pod, ContainerSpec container, PodDirectory directory) =>
        Path.GetFullPath(container.WorkingDir ?? ".", WorkspaceOf(pod) ?? directory.Files);
}
