namespace ElasticJobs.Kubernetes.Client;

public sealed record LogQuery
{
    /// <summary>Null: the pod's only container.</summary>
    public string? Container { get; init; }

    /// <summary>Goes on with what is written until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Only lines since then. The API server knows whole seconds: it is rounded down, so lines from before it within that second come too.</summary>
    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>Each line begins with the runtime's RFC 3339 time (nanoseconds) and a blank.</summary>
    public bool Timestamps { get; init; }

    /// <summary>Of the container's life before its last restart.</summary>
    public bool Previous { get; init; }

    /// <summary>Only so many lines from the end.</summary>
    public int? TailLines { get; init; }

    /// <summary>Ends after so many bytes, perhaps within a line.</summary>
    public long? LimitBytes { get; init; }
}
