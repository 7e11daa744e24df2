namespace ElasticJobs.Kubernetes.Client;

public enum InformerEventType
{
    /// <summary>The object is new, or was there when the subscriber came.</summary>
    Added,

    Modified,

    /// <summary>It is gone. Told also when it went while no watch ran.</summary>
    Deleted,

    /// <summary>Once: everything that was there when the subscriber came has been told.</summary>
    Synced,
}

/// <param name="Object">As it is; for Deleted, as it was last known. Null only for Synced.</param>
public sealed record InformerEvent<T>(InformerEventType Type, T? Object)
    where T : class
{
    public static InformerEvent<T> Synced { get; } = new(InformerEventType.Synced, null);
}
