namespace ElasticJobs.Core.Pods;

/// <summary>
/// What a runtime executes: one or more containers that start and end together. Neutral between runtimes:
/// Local starts <see cref="ContainerSpec.Command"/> as a group of processes and ignores the image, Kubernetes makes a Pod of it.
/// </summary>
public sealed record PodSpec
{
    /// <summary>Unique and fixed by run, task and attempt, so that starting the same pod twice is the same act. DNS label, 63 characters at most.</summary>
    public required string Name { get; init; }

    /// <summary>At least one. Its log and exit code are the attempt's.</summary>
    public required IReadOnlyList<ContainerSpec> Containers { get; init; }

    /// <summary>Who the pod belongs to; see <see cref="PodLabels"/>. Adoption after a restart finds pods by them.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Directory shared by all pods of a run, relative to the runtime's workspace root. Null: none.</summary>
    public string? Workspace { get; init; }

    /// <summary>Absolute directory in which the runtime leaves the raw output of each container
    /// (<c>{container}.out</c>, <c>{container}.err</c>). Given by <see cref="Logs.ILogStore.DirectoryOf"/>.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>Time between TERM and KILL when the pod is stopped.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
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

    /// <summary>Added to what the runtime itself sets (<c>EJ_WORKSPACE</c>, <c>EJ_OUTPUTS</c>, <c>EJ_RESULTS</c>).</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Absolute, or relative to the workspace. Null: the workspace.</summary>
    public string? WorkingDir { get; init; }

    public ResourceRequirements Resources { get; init; } = ResourceRequirements.None;

    /// <summary>Files that the runtime writes before the command starts, by path relative to the pod's own directory, for
    /// scripts that are too long or too quoted for a command line. A command names them as <c>$EJ_POD_DIR/path</c>;
    /// the runtime replaces the literal <c>$EJ_POD_DIR</c> in <see cref="Command"/> by the directory.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();
}

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
