using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Makes the cluster's container of ours.</summary>
/// <param name="cluster">Name of a pod's cluster. Null: none is told.</param>
internal sealed class ContainerMapping(IOptions<KubernetesOptions> options, Func<PodSpec, string>? cluster)
{
    private const string PodDirectory = "$EJ_POD_DIR";

    /// <param name="leaves">Whether outputs and results are this container's.</param>
    /// <param name="gate">File whose content lets the command begin. Null: it begins at once.</param>
    public V1Container Running(PodSpec pod, ContainerSpec container, string frame, bool leaves, string? gate = null)
    {
        container = CarriedFiles.In(container, options.Value.CarriedDirectories);
        var files = FileEnv.Of(container.Files);
        var script = ContainerScript.Running(files, Directory(pod, container), leaves, gate);
        var arguments = container.Command.Select(word => ShellText.Literal(word.Replace(PodDirectory, PodPaths.Files, StringComparison.Ordinal)));
        return Map(pod, container, ["sh", "-c", ShellText.Literal(script), "sh"], [.. arguments], EnvOf(pod, container, [.. files.Select(Variable), new V1EnvVar(ContainerScript.FrameVariable, frame)]));
    }

    public V1Container Idle(PodSpec pod, ContainerSpec container)
    {
        container = CarriedFiles.In(container, options.Value.CarriedDirectories);
        var files = FileEnv.Of(container.Files);
        return Map(pod, container, ["sh", "-c", ShellText.Literal(ContainerScript.Idle(files))], null, EnvOf(pod, container, files.Select(Variable)));
    }

    /// <summary>Null: the image's own.</summary>
    public static string? Directory(PodSpec pod, ContainerSpec container) => container.WorkingDir switch
    {
        null => pod.Workspace is null ? null : PodPaths.Workspace,
        ['/', ..] absolute => absolute,
        var relative => $"{(pod.Workspace is null ? PodPaths.Root : PodPaths.Workspace)}/{relative}",
    };

    private V1Container Map(PodSpec pod, ContainerSpec container, IReadOnlyList<string> command, IReadOnlyList<string>? arguments, IReadOnlyList<V1EnvVar> env) => new()
    {
        Name = container.Name,
        Image = container.Image ?? options.Value.DefaultImage,
        ImagePullPolicy = (pod.ImagePullPolicy ?? options.Value.ImagePullPolicy).ToString(),
        Command = command,
        Args = arguments,
        Env = env,
        Resources = Quantities.Of(container.Resources, options.Value.GpuResources),
        VolumeMounts = PodVolumes.MountsOf(pod, options.Value),
    };

    /// <summary>Of two with one name the later counts.</summary>
    private IReadOnlyList<V1EnvVar> EnvOf(PodSpec pod, ContainerSpec container, IEnumerable<V1EnvVar> forScript)
    {
        var variables = new OrderedDictionary<string, V1EnvVar>(StringComparer.Ordinal);
        foreach (var variable in ForTask(pod, container).Concat(forScript))
            variables[variable.Name] = variable;
        return [.. variables.Values];
    }

    private IEnumerable<V1EnvVar> ForTask(PodSpec pod, ContainerSpec container)
    {
        // As cube-studio's images expect them.
        yield return FromField("K8S_NODE_NAME", "spec.nodeName");
        yield return FromField("K8S_POD_IP", "status.podIP");
        yield return FromField("K8S_HOST_IP", "status.hostIP");
        yield return FromField("K8S_POD_NAME", "metadata.name");
        yield return FromField("KFJ_NAMESPACE", "metadata.namespace");
        if (cluster is not null)
            yield return new V1EnvVar("KFJ_ENVIRONMENT", ShellText.Literal(cluster(pod)));
        yield return new V1EnvVar("GPU_RESOURCE_NAME", Quantities.GpuOf(container.Resources, options.Value.GpuResources));
        if (container.Resources.Gpus == 0)
            yield return new V1EnvVar("NVIDIA_VISIBLE_DEVICES", "none");
        foreach (var (name, value) in container.Env.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            yield return new V1EnvVar(name, ShellText.Literal(value));
        foreach (var (name, secret) in container.SecretEnv.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            yield return new V1EnvVar(name, ValueFrom: new V1EnvVarSource { SecretKeyRef = new V1KeySelector(secret.Secret, secret.Key) });

        // Last: nothing may make a task and its console mean different directories.
        yield return new V1EnvVar("EJ_POD_DIR", PodPaths.Files);
        yield return new V1EnvVar("EJ_OUTPUTS", PodPaths.Outputs);
        yield return new V1EnvVar("EJ_RESULTS", PodPaths.Results);
        if (pod.Workspace is not null)
            yield return new V1EnvVar("EJ_WORKSPACE", PodPaths.Workspace);
        if (PodVolumes.HasSourceWorkspace(pod, options.Value))
            yield return new V1EnvVar("EJ_SOURCE_WORKSPACE", PodPaths.SourceWorkspace);
    }

    private static V1EnvVar Variable(FilePiece piece) => new(piece.Variable, ShellText.Literal(piece.Text));

    private static V1EnvVar FromField(string name, string path) => new(name, ValueFrom: new V1EnvVarSource { FieldRef = new V1FieldRef(path) });
}
