using System.Text;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>What can be known to be wrong before the API server is asked. It checks the rest itself.</summary>
internal static class PodChecks
{
    /// <summary>Linux's limit of one argument or variable (MAX_ARG_STRLEN), less the final NUL.</summary>
    private const int LongestArgument = (128 * 1024) - 1;

    /// <exception cref="PodStartException">Says what to change.</exception>
    public static void Check(PodSpec pod)
    {
        if (pod.Group is { } group && (group.Size < 1 || pod.Containers.Count != 1 || pod.InitContainers.Count > 0))
            throw Error($"The group '{pod.Name}' needs at least one member and exactly one container.");
        if (pod.Containers.Count == 0)
            throw Error($"Pod '{pod.Name}' has no container. Give it at least one.");
        CheckLogs(pod);
        foreach (var container in pod.InitContainers.Concat(pod.Containers))
            CheckContainer(container);
    }

    /// <inheritdoc cref="Check"/>
    public static void CheckLogs(PodSpec pod)
    {
        if (!Path.IsPathFullyQualified(pod.LogDirectory))
            throw Error($"The log directory '{pod.LogDirectory}' of pod '{pod.Name}' is no absolute path.");
    }

    private static void CheckContainer(ContainerSpec container)
    {
        var name = container.Name;
        if (container.Command.Count == 0 || container.Command[0].Length == 0)
            throw Error($"Container '{name}' has no command. Say which program it runs.");
        if (container.Command.Concat(container.Env.Values).Concat(container.Files.Values).Any(text => text.Contains('\0')))
            throw Error($"The command, environment or files of container '{name}' have a NUL character, which no process can be given.");
        if (container.Command.Concat(container.Env.Values).Any(text => Encoding.UTF8.GetByteCount(text) > LongestArgument))
            throw Error($"An argument or variable of container '{name}' is longer than the 128 KB that Linux allows. Put it into a file of the workspace.");
        foreach (var path in container.Files.Keys)
        {
            if (path.Length == 0 || path.StartsWith('/') || path.Split('/').Any(part => part is "" or "." or ".."))
                throw Error($"'{path}' is no path of a pod's file: it must be relative, without '..'.");
        }
    }

    private static PodStartException Error(string message) => new(PodStatus.StartError, message);
}
