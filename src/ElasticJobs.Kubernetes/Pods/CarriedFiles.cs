using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Small files of the console's own machine that tasks name by a variable (the data of samples): a pod takes them along when its task mentions the variable.</summary>
internal static class CarriedFiles
{
    public static ContainerSpec In(ContainerSpec container, IDictionary<string, string> carried)
    {
        foreach (var (variable, directory) in carried)
        {
            // Somebody's own value for it is theirs.
            if (container.Env.GetValueOrDefault(variable) == directory && Mentions(container, variable) && Directory.Exists(directory))
                container = Take(container, variable, directory);
        }

        return container;
    }

    private static bool Mentions(ContainerSpec container, string variable) =>
        container.Command.Concat(container.Files.Values).Any(text => text.Contains(variable, StringComparison.Ordinal));

    private static ContainerSpec Take(ContainerSpec container, string variable, string directory)
    {
        var name = variable.ToLowerInvariant();
        var files = new Dictionary<string, string>(container.Files, StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
            files[$"{name}/{Path.GetRelativePath(directory, file)}"] = File.ReadAllText(file);
        var env = new Dictionary<string, string>(container.Env, StringComparer.Ordinal) { [variable] = $"{PodPaths.Files}/{name}" };
        return container with { Files = files, Env = env };
    }
}
