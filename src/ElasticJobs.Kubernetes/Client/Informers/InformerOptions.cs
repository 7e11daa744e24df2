namespace ElasticJobs.Kubernetes.Client;

/// <summary>What an informer follows.</summary>
public sealed record InformerOptions(ResourceType Type)
{
    /// <summary>Null: all namespaces, or what belongs to the cluster.</summary>
    public string? Namespace { get; init; }

    /// <inheritdoc cref="ListQuery.LabelSelector"/>
    public string? LabelSelector { get; init; }

    /// <inheritdoc cref="ListQuery.FieldSelector"/>
    public string? FieldSelector { get; init; }

    /// <summary>Labels by which <see cref="Informer{T}.WithLabel"/> finds objects.</summary>
    public IReadOnlyList<string> IndexedLabels { get; init; } = [];

    /// <inheritdoc cref="ListQuery.Limit"/>
    public int PageSize { get; init; } = 500;

    /// <inheritdoc cref="WatchQuery.Timeout"/>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Objects of which a subscriber may be behind; one that is behind more gets an <see cref="InformerLagException"/>.</summary>
    public int SubscriberCapacity { get; init; } = 100_000;
}
