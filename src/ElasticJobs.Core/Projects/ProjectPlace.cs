namespace ElasticJobs.Core.Projects;

/// <summary>Where in a cluster a project's pods run, and under what terms. Null and empty: as the console's settings say.</summary>
public sealed record ProjectPlace
{
    /// <summary>Of the kubeconfig. Only together with <see cref="Namespace"/>, since another cluster has namespaces of its own.</summary>
    public string? Context { get; init; }

    /// <summary>Made if there is none. One that is there and isn't this console's is used as it is.</summary>
    public string? Namespace { get; init; }

    /// <summary>What all pods of the namespace may ask for together. Null: as much as there is.</summary>
    public ProjectQuota? Quota { get; init; }

    /// <summary>Account of tasks that name none. Null: one without rights that the console makes, or <c>default</c> where the namespace isn't the console's.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Names of the secrets by which images are pulled, beside those that a task names.</summary>
    public IReadOnlyList<string> PullSecrets { get; init; } = [];

    /// <summary>The volume of the project's workspaces. Null: none is made.</summary>
    public ProjectWorkspace? Workspace { get; init; }

    /// <summary>Whether pods run in the same namespace of the same cluster.</summary>
    public static bool IsSame(ProjectPlace? one, ProjectPlace? other) => (one?.Context, one?.Namespace) == (other?.Context, other?.Namespace);
}

/// <summary>Amounts as Kubernetes writes quantities. Null: no limit.</summary>
/// <param name="Cpu">Cores that pods request together, e.g. <c>8</c>, <c>500m</c>.</param>
/// <param name="Memory">Bytes that pods request together, e.g. <c>32Gi</c>.</param>
/// <param name="Gpu">Whole GPUs, of each vendor that the console's settings name.</param>
/// <param name="Pods">Pods that have not ended.</param>
public sealed record ProjectQuota(string? Cpu = null, string? Memory = null, string? Gpu = null, string? Pods = null)
{
    public bool IsEmpty => this is { Cpu: null, Memory: null, Gpu: null, Pods: null };
}

/// <param name="Size">As Kubernetes writes quantities, e.g. <c>100Gi</c>.</param>
/// <param name="StorageClass">Null: the cluster's default.</param>
public sealed record ProjectWorkspace(string Size, string? StorageClass = null);
