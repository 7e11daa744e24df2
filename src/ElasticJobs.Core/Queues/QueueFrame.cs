namespace ElasticJobs.Core.Queues;

/// <summary>What is put into a stream and delivered from it.</summary>
public sealed record QueueFrame
{
    /// <summary>From 1, in the order in which the stream has taken them; never used twice.</summary>
    public required long Index { get; init; }

    /// <summary>Unique in the stream: given by who puts it, to make putting again harmless, or made here. A result has that of its task.</summary>
    public required string RequestId { get; init; }

    /// <summary>Greater ones go first. 0: normal, 1: high.</summary>
    public int Priority { get; init; }

    /// <summary>Between whom delivery is shared out by weight. Empty: nobody in particular.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>As put. Keys that begin with <c>_</c> are for the worker, see <see cref="QueryTags"/>; other readers are not told them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Empty where the payload lies elsewhere and was not looked up.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Where the payload lies if it is not stored with the frame. Null: it is.</summary>
    public PayloadRef? Payload { get; init; }

    public required DateTimeOffset PutAt { get; init; }

    /// <summary>It is given to nobody earlier. Null: at once.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often it was given to a worker and that counted.</summary>
    public int Deliveries { get; init; }

    /// <summary>Of its last lease. 0: none yet.</summary>
    public long Epoch { get; init; }

    /// <summary>Who had it last, of the workers' group. Null: nobody.</summary>
    public string? Holder { get; init; }

    /// <summary>Why it waits again, or why it is a dead letter, in words. Null: there was no failure.</summary>
    public string? Reason { get; init; }

    /// <summary>Null: it is not done.</summary>
    public FrameEnd? End { get; init; }
}

/// <summary>How a frame ended.</summary>
public enum FrameOutcome
{
    Committed,
    Deleted,

    /// <summary>It is in the dead letters.</summary>
    Dead,
}

public sealed record FrameEnd(FrameOutcome Outcome, DateTimeOffset At);

/// <summary>What a dispatcher needs of a frame that is not done.</summary>
/// <param name="Holder">Who has it. Null: nobody.</param>
public readonly record struct FrameHead(long Index, int Priority, string Tenant, DateTimeOffset? NotBefore, int Deliveries, long Epoch, string? Holder, PayloadRef? Payload = null);
