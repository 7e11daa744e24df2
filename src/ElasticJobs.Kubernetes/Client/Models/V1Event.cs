namespace ElasticJobs.Kubernetes.Client;

/// <summary>An event, of the core group. Who reports it the newer way leaves <see cref="Count"/> and <see cref="LastTimestamp"/> empty and sets <see cref="EventTime"/> and <see cref="Series"/>.</summary>
public sealed record V1Event : IKubernetesObject
{
    public required ObjectMeta Metadata { get; init; }
    public V1ObjectReference? InvolvedObject { get; init; }

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string? Type { get; init; }

    public string? Reason { get; init; }
    public string? Message { get; init; }
    public int? Count { get; init; }
    public DateTimeOffset? FirstTimestamp { get; init; }
    public DateTimeOffset? LastTimestamp { get; init; }
    public DateTimeOffset? EventTime { get; init; }
    public V1EventSeries? Series { get; init; }
}

public sealed record V1ObjectReference(string? Kind = null, string? Name = null, string? Uid = null);

public sealed record V1EventSeries(int? Count = null, DateTimeOffset? LastObservedTime = null);
