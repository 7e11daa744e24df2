namespace ElasticJobs.Core.Queues;

/// <summary>What a queue's stream takes.</summary>
public sealed record QueueSettings
{
    public static readonly QueueSettings Default = new();

    public QueueRules Rules { get; init; } = QueueRules.Default;

    /// <summary>Frames that may be in it at once. Default: 1,000,000.</summary>
    public long MaxLength { get; init; } = 1_000_000;

    /// <summary>What becomes of a put into a full stream. Default: it is refused.</summary>
    public FullPolicy WhenFull { get; init; } = FullPolicy.Refuse;

    /// <summary>Bytes that a frame may have. Default: 16 MB.</summary>
    public int MaxPayloadBytes { get; init; } = 16 * 1024 * 1024;
}

/// <summary>What becomes of a put into a full stream.</summary>
public enum FullPolicy
{
    /// <summary>It is refused, and whoever puts knows.</summary>
    Refuse,

    /// <summary>The oldest frame that nobody has is deleted, and kept as such for as long as those that are done.</summary>
    EvictOldest,

    /// <summary>It waits until there is room or its caller gives up.</summary>
    Block,
}
