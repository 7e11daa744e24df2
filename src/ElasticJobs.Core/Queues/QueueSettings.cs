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

    /// <summary>Payloads of more bytes are kept as files of their own, so that neither the database nor the queue's memory holds them. 0: none are. Default: 256 KB.</summary>
    public int OffloadBytes { get; init; } = 256 * 1024;

    /// <summary>How long what is done is kept: for as long a put with its request id changes nothing. Default: 24 h.</summary>
    public TimeSpan KeepDone { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long the sink keeps what nobody takes: results, logs, progress. Default: 7 days.</summary>
    public TimeSpan KeepSink { get; init; } = TimeSpan.FromDays(7);
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
