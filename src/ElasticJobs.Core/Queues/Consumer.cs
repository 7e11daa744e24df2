namespace ElasticJobs.Core.Queues;

/// <summary>One that watches a queue. It lasts over its connections until its work is taken from it.</summary>
public sealed class Consumer
{
    private readonly SortedDictionary<long, FrameEntry> _held = [];

    internal Consumer(string uid, DateTimeOffset now) => (Uid, IdleSince, SeenAt) = (uid, now, now);

    /// <summary>Unique in its group.</summary>
    public string Uid { get; }

    /// <summary>How many frames it may have at once.</summary>
    public int Window { get; internal set; } = 1;

    /// <summary>Of its present connection, the newest of those that it made. Null: it has none.</summary>
    public long? Connection { get; internal set; }

    /// <summary>When its connection was lost or it gave its last sign of life, whichever is later.</summary>
    public DateTimeOffset SeenAt { get; internal set; }

    /// <summary>It is given nothing more, because it is to end.</summary>
    public bool IsDraining { get; internal set; }

    /// <summary>Since when it has no frame. Of one that has some: meaningless.</summary>
    public DateTimeOffset IdleSince { get; internal set; }

    /// <summary>Indexes of the frames that it has, oldest first.</summary>
    public IReadOnlyCollection<long> Held => _held.Keys;

    public int InFlight => _held.Count;

    internal IReadOnlyCollection<FrameEntry> Entries => _held.Values;

    internal bool HasRoom => Connection is not null && !IsDraining && _held.Count < Window;

    /// <summary>When it was given a frame last, in the order of its group.</summary>
    internal long LastGiven { get; set; }

    internal void Hold(FrameEntry entry)
    {
        entry.Holder = this;
        entry.LastHolder = Uid;
        _held.Add(entry.Index, entry);
    }

    internal void Drop(FrameEntry entry, DateTimeOffset now)
    {
        entry.Holder = null;
        if (_held.Remove(entry.Index) && _held.Count == 0)
            IdleSince = now;
    }
}
