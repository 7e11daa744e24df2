namespace ElasticJobs.Kubernetes.Client;

/// <summary>An object whose metadata informers and stores read.</summary>
public interface IKubernetesObject
{
    ObjectMeta Metadata { get; }
}

public sealed record ObjectMeta
{
    public string? Name { get; init; }
    public string? Namespace { get; init; }
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }
    public long? Generation { get; init; }
    public DateTimeOffset? CreationTimestamp { get; init; }

    /// <summary>Deletion was asked for; when the grace period ends. The object is there until its finalizers are gone.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }

    public long? DeletionGracePeriodSeconds { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
    public IReadOnlyList<string>? Finalizers { get; init; }
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Null: no such label.</summary>
    public string? Label(string name) => Labels?.GetValueOrDefault(name);

    /// <summary>Null: no such annotation.</summary>
    public string? Annotation(string name) => Annotations?.GetValueOrDefault(name);
}

public sealed record OwnerReference
{
    public required string ApiVersion { get; init; }
    public required string Kind { get; init; }
    public required string Name { get; init; }
    public required string Uid { get; init; }
    public bool? Controller { get; init; }
    public bool? BlockOwnerDeletion { get; init; }
}
