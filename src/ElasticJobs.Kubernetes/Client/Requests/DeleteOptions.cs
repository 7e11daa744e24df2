namespace ElasticJobs.Kubernetes.Client;

public enum DeletePropagation
{
    /// <summary>What the object depends on is deleted after it, by the garbage collector.</summary>
    Background,

    /// <summary>The object goes only when its dependents are gone.</summary>
    Foreground,

    /// <summary>Dependents stay.</summary>
    Orphan,
}

/// <summary>Null: the server's default.</summary>
public sealed record DeleteOptions
{
    public static DeleteOptions Default { get; } = new();

    /// <summary>Whole seconds; 0 for a pod lets the API server forget it before its node has stopped it (force delete) unless a finalizer holds it.</summary>
    public TimeSpan? GracePeriod { get; init; }

    public DeletePropagation? Propagation { get; init; }

    /// <summary>Delete only that object, not a later one of its name.</summary>
    public string? PreconditionUid { get; init; }

    /// <summary>Delete only what was not changed since.</summary>
    public string? PreconditionResourceVersion { get; init; }
}
