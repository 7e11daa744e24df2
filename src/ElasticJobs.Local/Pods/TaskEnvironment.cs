using ElasticJobs.Core.Pods;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Local.Pods;

/// <summary>What a task finds in its environment: a small base, the directories, and what the pod asks for. Nothing else of the console's.</summary>
internal sealed class TaskEnvironment(LocalPaths paths, IOptions<LocalOptions> options)
{
    private const string StandardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>For the shell scripts around a task.</summary>
    public static IReadOnlyDictionary<string, string> Bare { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = StandardPath };

    public Dictionary<string, string> Of(ContainerSpec container, PodDirectory pod, PodSpec spec)
    {
        var user = Environment.UserName;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = options.Value.Path ?? Environment.GetEnvironmentVariable("PATH") ?? StandardPath,
            ["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : "/",
            ["USER"] = user,
            ["LOGNAME"] = user,
            ["LANG"] = "C.UTF-8",
            ["TERM"] = "dumb",
            ["TMPDIR"] = pod.Temporary,
        };
        foreach (var name in options.Value.InheritEnvironment)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                environment[name] = value;
        }

        foreach (var (name, value) in container.Env)
            environment[name] = value;

        // Last: nothing may make a task and its console mean different directories.
        environment["EJ_POD_DIR"] = pod.Files;
        environment["EJ_OUTPUTS"] = pod.Outputs;
        environment["EJ_RESULTS"] = pod.Results;
        if (spec.Workspace is { } workspace)
            environment["EJ_WORKSPACE"] = paths.Workspace(workspace);
        if (spec.SourceWorkspace is { } source)
            environment["EJ_SOURCE_WORKSPACE"] = paths.Workspace(source);
        return environment;
    }
}
