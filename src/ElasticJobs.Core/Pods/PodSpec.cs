using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Pods;

/// <summary>
/// What a runtime executes: one or more containers that start and end together. Neutral between runtimes:
/// Local starts <see cref="ContainerSpec.Command"/> as a group of processes and ignores the image, Kubernetes makes a Pod of it.
/// </summary>
public sealed record PodSpec
{
    /// <summary>Unique and fixed by run, task and attempt, so that starting the same pod twice is the same act. DNS label, 63 characters at most.</summary>
    public required string Name { get; init; }

    /// <summary>At least one, but none with a <see cref="Resource"/> or a <see cref="QueueTask"/>. The first one's exit code is the attempt's, and the others are stopped when it has ended. One exactly with a <see cref="Group"/>.</summary>
    public required IReadOnlyList<ContainerSpec> Containers { get; init; }

    /// <summary>Run one after the other, each to its end, before <see cref="Containers"/>; one that fails is the pod's failure. None with a <see cref="Group"/>, a <see cref="Resource"/> or a <see cref="QueueTask"/>.</summary>
    public IReadOnlyList<ContainerSpec> InitContainers { get; init; } = [];

    /// <summary>Who the pod belongs to; see <see cref="PodLabels"/>. Adoption after a restart finds pods by them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Directory shared by all pods of a run, relative to the runtime's workspace root. Null: none.</summary>
    public string? Workspace { get; init; }

    /// <summary>Another workspace that the containers see and may change, named by <c>EJ_SOURCE_WORKSPACE</c>. Null: none.</summary>
    public string? SourceWorkspace { get; init; }

    /// <summary>Absolute directory in which the runtime leaves the raw output of each container
    /// (<c>{container}.out</c>, <c>{container}.err</c>). Given by <see cref="Logs.ILogStore.DirectoryOf"/>.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>Time between TERM and KILL when the pod is stopped.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>In every container.</summary>
    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    /// <summary>Labels that the node must have.</summary>
    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Toleration> Tolerations { get; init; } = [];

    /// <summary>Names of nodes that it must not run on, since an earlier attempt failed there.</summary>
    public IReadOnlyList<string> AvoidNodes { get; init; } = [];

    /// <summary>Name of one of <see cref="Labels"/>: pods with the same value of it are spread over nodes where that is possible. Null: no matter.</summary>
    public string? SpreadBy { get; init; }

    /// <summary>Added to every container's <c>/etc/hosts</c>.</summary>
    public IReadOnlyList<HostAlias> HostAliases { get; init; } = [];

    /// <summary>Null: the namespace's default, whose token is not mounted.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Names of secrets with which images are pulled, beside those of the service account.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>Null: the runtime's own rule.</summary>
    public ImagePullPolicy? ImagePullPolicy { get; init; }

    /// <summary>Bytes of <c>/dev/shm</c>, which is always there. Null: the runtime's default.</summary>
    public long? SharedMemory { get; init; }

    /// <summary>From its start on the node; a safety net behind the attempt's own time limit, for times without a console. Null: none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Null: a single pod.</summary>
    public PodGroup? Group { get; init; }

    /// <summary>Null: a pod of its <see cref="Containers"/>.</summary>
    public ResourceManifest? Resource { get; init; }

    /// <summary>Null: a pod of its <see cref="Containers"/>. Runtimes are never asked to start one with it.</summary>
    public QueueTask? QueueTask { get; init; }

    /// <summary>Names of its logs: of its containers, the first one's first, then those of the init containers and of the others, or of the group's members. Empty for a <see cref="Resource"/>, whose logs are known only as its pods come.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> LogNames => QueueTask is not null
        ? [ContainerSpec.MainName]
        : Group is { } group
        ? [.. Enumerable.Range(0, group.Size).Select(PodGroup.Member)]
        : [.. Containers.Take(1).Concat(InitContainers).Concat(Containers.Skip(1)).Select(container => container.Name)];
}

/// <param name="Ip">IPv4 or IPv6.</param>
public sealed record HostAlias(string Ip, IReadOnlyList<string> Names);

[JsonConverter(typeof(JsonStringEnumConverter<ImagePullPolicy>))]
public enum ImagePullPolicy
{
    IfNotPresent,
    Always,
    Never,
}

/// <summary>One container of a pod.</summary>
public sealed record ContainerSpec
{
    public const string MainName = "main";

    public string Name { get; init; } = MainName;

    /// <summary>Null where the runtime needs none.</summary>
    public string? Image { get; init; }

    /// <summary>Program and arguments, not a shell line. Never empty.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Added to what the runtime itself sets: <c>EJ_WORKSPACE</c>, <c>EJ_SOURCE_WORKSPACE</c>, <c>EJ_OUTPUTS</c>, <c>EJ_RESULTS</c>, and in a cluster, for cube-studio's images,
    /// <c>KFJ_NAMESPACE</c>, <c>KFJ_ENVIRONMENT</c>, <c>GPU_RESOURCE_NAME</c> and <c>K8S_NODE_NAME</c>, <c>K8S_POD_NAME</c>, <c>K8S_POD_IP</c>, <c>K8S_HOST_IP</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Env whose values are keys of the namespace's secrets, by name; the values are never here.</summary>
    public IReadOnlyDictionary<string, SecretKey> SecretEnv { get; init; } = new Dictionary<string, SecretKey>();

    /// <summary>Absolute, or relative to the workspace. Null: the workspace.</summary>
    public string? WorkingDir { get; init; }

    public ResourceRequirements Resources { get; init; } = ResourceRequirements.None;

    /// <summary>Files that the runtime writes before the command starts, by path relative to the pod's own directory, for
    /// scripts that are too long or too quoted for a command line. A command names them as <c>$EJ_POD_DIR/path</c>;
    /// the runtime replaces the literal <c>$EJ_POD_DIR</c> in <see cref="Command"/> by the directory.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}

/// <summary>One value of a secret.</summary>
public sealed record SecretKey(string Secret, string Key);

/// <summary>Requests and limits, kept apart. Null: not said.</summary>
/// <param name="CpuRequest">Cores.</param>
/// <param name="CpuLimit">Cores.</param>
/// <param name="MemoryRequest">Bytes.</param>
/// <param name="MemoryLimit">Bytes.</param>
/// <param name="Gpus">Whole devices.</param>
/// <param name="GpuVendor">Null: nvidia.</param>
/// <param name="GpuType">Node label, e.g. V100.</param>
public sealed record ResourceRequirements(
    double? CpuRequest = null,
    double? CpuLimit = null,
    long? MemoryRequest = null,
    long? MemoryLimit = null,
    int Gpus = 0,
    string? GpuVendor = null,
    string? GpuType = null)
{
    public static ResourceRequirements None { get; } = new();
}
