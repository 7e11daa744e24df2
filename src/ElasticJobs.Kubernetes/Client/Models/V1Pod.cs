using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>A pod, as far as we write it or read it by field. Names and meanings are the API's own (core/v1); "V1" tells them from Core's neutral PodSpec.</summary>
public sealed record V1Pod : IKubernetesObject
{
    public string? ApiVersion { get; init; } = "v1";
    public string? Kind { get; init; } = "Pod";
    public ObjectMeta Metadata { get; init; } = new();
    public V1PodSpec? Spec { get; init; }
    public V1PodStatus? Status { get; init; }
}

public sealed record V1PodSpec
{
    public IReadOnlyList<V1Container> Containers { get; init; } = [];
    public IReadOnlyList<V1Container>? InitContainers { get; init; }
    public IReadOnlyList<V1Volume>? Volumes { get; init; }
    public string? RestartPolicy { get; init; }
    public long? TerminationGracePeriodSeconds { get; init; }
    public long? ActiveDeadlineSeconds { get; init; }
    public string? ServiceAccountName { get; init; }
    public bool? AutomountServiceAccountToken { get; init; }
    public bool? EnableServiceLinks { get; init; }
    public bool? ShareProcessNamespace { get; init; }
    public bool? HostNetwork { get; init; }
    public string? DnsPolicy { get; init; }
    public string? Hostname { get; init; }
    public string? Subdomain { get; init; }
    public string? NodeName { get; init; }
    public string? SchedulerName { get; init; }
    public string? PriorityClassName { get; init; }
    public string? RuntimeClassName { get; init; }
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }
    public IReadOnlyList<V1Toleration>? Tolerations { get; init; }
    public IReadOnlyList<V1HostAlias>? HostAliases { get; init; }
    public IReadOnlyList<LocalObjectReference>? ImagePullSecrets { get; init; }

    /// <summary>Node and pod affinity, as the API has it.</summary>
    public JsonObject? Affinity { get; init; }

    public JsonObject? SecurityContext { get; init; }
}

public sealed record LocalObjectReference(string Name);

public sealed record V1HostAlias(string Ip, IReadOnlyList<string> Hostnames);

public sealed record V1Toleration
{
    public string? Key { get; init; }
    public string? Operator { get; init; }
    public string? Value { get; init; }
    public string? Effect { get; init; }
    public long? TolerationSeconds { get; init; }
}
