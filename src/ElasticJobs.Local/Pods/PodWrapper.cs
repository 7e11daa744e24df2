using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using ElasticJobs.Core.Pods;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>Starts the script that runs a pod. Starting it once too often does no harm: the second to come finds the pod claimed.</summary>
internal sealed class PodWrapper(LocalPaths paths)
{
    private const string Shell = "/bin/sh";

    private readonly Lazy<string> _pod = new(() => Install(paths.Scripts, "pod"));
    private readonly Lazy<string> _group = new(() => Install(paths.Scripts, "group"));

    private readonly ConcurrentDictionary<int, bool> _children = new();

    public void Start(StoredPod pod, PodDirectory directory)
    {
        var names = pod.Containers.Select(container => container.Name).Where(name => name != pod.Main.Name).Prepend(pod.Main.Name);
        var pid = PosixSpawn.Detached(
            Shell,
            pod.Spec.Group is { } group
                ? [_group.Value, directory.Path, paths.Bells, pod.Spec.LogDirectory, group.Success.ToString(), Seconds(pod.Spec.Grace), Text(group.Restarts), .. names]
                : [_pod.Value, directory.Path, paths.Bells, pod.Spec.LogDirectory, .. pod.Spec.InitContainers.Select(container => container.Name), "--", .. names],
            TaskEnvironment.Bare,
            directory.Path,
            directory.WrapperLog);
        _children[pid] = true;
    }

    /// <summary>Lets go of wrappers that have ended.</summary>
    public void Reap()
    {
        foreach (var pid in _children.Keys)
        {
            if (ProcessExit.TryTake(pid) is not null)
                _children.TryRemove(pid, out _);
        }
    }

    /// <exception cref="PodStartException">This machine lacks what the script needs.</exception>
    public static void CheckMachine()
    {
        foreach (var program in (string[])["sh", "setsid", "ln", "cat", "mv", "rm", "grep", "sleep"])
        {
            if (Programs.Find(program, TaskEnvironment.Bare["PATH"], "/") is null)
                throw new PodStartException(PodReasons.StartError, $"The Local runtime needs the program '{program}' (package {(program == "setsid" ? "util-linux" : "coreutils")} or busybox). Install it.");
        }
    }

    /// <summary>Named by its content: pods that an older console started go on with the script that they began with.</summary>
    private static string Install(string directory, string name)
    {
        byte[] content = [.. Read("claim.sh"), .. Read($"{name}.sh")];
        var path = Path.Combine(directory, $"{name}-{Convert.ToHexStringLower(SHA256.HashData(content))[..12]}.sh");
        if (!File.Exists(path))
            DurableFile.Replace(path, content);
        return path;
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(PodWrapper).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the assembly.");
        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
