using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>Everything that can be known to be wrong before a process is started.</summary>
internal static class StartChecks
{
    public static void CheckSpec(PodSpec pod)
    {
        if (pod.Resource is { } resource)
            throw Error($"A {resource.Manifest["kind"]} is an object of a cluster, which this machine has none of. Use the Kubernetes runtime, or another template.");
        if (pod.Group is { } group && (group.Size < 1 || pod.Containers.Count != 1 || pod.InitContainers.Count > 0))
            throw Error($"The group '{pod.Name}' needs at least one member and exactly one container.");
        if (pod.Containers.Count == 0)
            throw Error($"Pod '{pod.Name}' has no container. Give it at least one.");
        if (!Path.IsPathFullyQualified(pod.LogDirectory))
            throw Error($"The log directory '{pod.LogDirectory}' of pod '{pod.Name}' is no absolute path.");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in pod.InitContainers.Concat(pod.Containers))
            CheckContainer(container, names);
    }

    public static void CheckWorkingDirectory(string directory)
    {
        if (File.Exists(directory))
            throw Error($"The working directory '{directory}' is a file. Name a directory.");
        if (!Directory.Exists(directory))
            throw Error($"There is no working directory '{directory}'. Make it in an earlier task, or correct workingDir.");
    }

    public static void CheckProgram(string program, string path, string directory)
    {
        if (Programs.Find(program, path, directory) is not null)
            return;
        if (!program.Contains('/'))
            throw Error($"There is no program '{program}' on this machine. {ProgramAdvice.For(program)} Looked in {path}.");

        var file = Path.Combine(directory, program);
        if (Directory.Exists(file))
            throw Error($"'{file}' is a directory, not a program.");
        throw Error(File.Exists(file)
            ? $"'{file}' is not executable. Run 'chmod +x {file}', or name its interpreter first in the command, e.g. sh {program}."
            : $"There is no program '{file}'. Correct the path; a relative one begins at the working directory.");
    }

    private static void CheckContainer(ContainerSpec container, HashSet<string> names)
    {
        var name = container.Name;
        if (name.Length == 0 || name[0] is '.' or '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw Error($"'{name}' is no name of a container: letters, digits, '-', '_' and '.' only.");
        if (!names.Add(name))
            throw Error($"Two containers are called '{name}'. Give each its own name.");
        if (container.Command.Count == 0 || container.Command[0].Length == 0)
            throw Error($"Container '{name}' has no command. Say which program it runs.");
        if (container.Command.Concat(container.Env.Values).Concat(container.Env.Keys).Any(text => text.Contains('\0')))
            throw Error($"The command or environment of container '{name}' has a NUL character, which no process can be given.");
        if (container.Env.Keys.FirstOrDefault(key => key.Length == 0 || key.Contains('=')) is { } variable)
            throw Error($"'{variable}' is no name of an environment variable.");
        foreach (var path in container.Files.Keys)
        {
            if (path.Length == 0 || path.StartsWith('/') || path.Split('/').Any(part => part is "" or "." or ".."))
                throw Error($"'{path}' is no path of a pod's file: it must be relative, without '..'.");
        }
    }

    private static PodStartException Error(string message) => new(PodReasons.StartError, message);
}
