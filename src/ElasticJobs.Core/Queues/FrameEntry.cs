namespace ElasticJobs.Core.Queues;

/// <summary>What a group of consumers keeps in memory of a frame: nothing of its payload or tags, so that a million can wait.</summary>
/// <param name="tenant">Whose it is. Empty: nobody's in particular.</param>
internal sealed class FrameEntry(long index, int priority, string tenant)
{
    public long Index { get; } = index;

    public int Priority { get; } = priority;

    public string Tenant { get; } = tenant;

    /// <summary>How often it was given to a consumer and that counted: one that leaves of its own accord does not.</summary>
    public int Deliveries { get; set; }

    /// <summary>Grows with every lease; a commit or a result under an older one is refused.</summary>
    public long Epoch { get; set; }

    /// <summary>Who has it now. Null: nobody.</summary>
    public Consumer? Holder { get; set; }

    /// <summary>Who had it last. Null: nobody has.</summary>
    public string? LastHolder { get; set; }

    /// <summary>When it was given to its holder. Of one that nobody has, or was given before this process began: meaningless.</summary>
    public DateTimeOffset? GivenAt { get; set; }

    /// <summary>Its commit is being stored: it neither comes back nor is committed again meanwhile.</summary>
    public bool IsCommitting { get; set; }

    /// <summary>Kept by <see cref="WaitingLine"/>.</summary>
    public bool IsInLine { get; set; }
}
