namespace ElasticJobs.Core.Queues;

/// <summary>
/// Consumers that share a stream's frames out between them: each frame is one consumer's until it commits or loses it. The rules only: what is stored, sent and waited for is its caller's, who also holds a lock.
/// </summary>
public sealed partial class ConsumerGroup
{
    private readonly Random _random;
    private readonly Dictionary<long, FrameEntry> _entries = [];
    private readonly PriorityQueue<FrameEntry, DateTimeOffset> _delayed = new();
    private readonly Dictionary<string, Consumer> _consumers = new(StringComparer.Ordinal);
    private readonly ReadyConsumers _ready = new();
    private readonly WaitingLine _line;
    private long _given;

    /// <param name="name">Group id, e.g. the service's name for its workers.</param>
    /// <param name="random">For the jitter of redelivery.</param>
    public ConsumerGroup(string name, QueueRules rules, Random random)
    {
        (Name, Rules, _random) = (name, rules, random);
        _line = new WaitingLine(tenant => Rules.WeightOf(tenant));
    }

    public string Name { get; }

    public QueueRules Rules { get; set; }

    /// <summary>Frames that nobody has, those that wait for a time to come included.</summary>
    public int Waiting => _entries.Count - InFlight;

    /// <summary>Frames that could be given to somebody now.</summary>
    public int Due => _line.Count;

    public int InFlight { get; private set; }

    /// <summary>Frames that are not done.</summary>
    public int Count => _entries.Count;

    public IReadOnlyCollection<Consumer> Consumers => _consumers.Values;

    public Consumer? Find(string uid) => _consumers.GetValueOrDefault(uid);

    /// <summary>A frame is in the stream.</summary>
    /// <param name="notBefore">Null or past: it may be given to somebody at once.</param>
    public void Offer(long index, int priority, string tenant, DateTimeOffset? notBefore, DateTimeOffset now) =>
        Restore(new FrameEntry(index, priority, tenant), notBefore, now);

    /// <summary>A frame was in the stream before this process began; whoever had it may come again within the time of grace.</summary>
    /// <param name="holder">Consumer who had it. Null: nobody.</param>
    public void Offer(long index, int priority, string tenant, DateTimeOffset? notBefore, int deliveries, long epoch, string? holder, DateTimeOffset now)
    {
        var entry = new FrameEntry(index, priority, tenant) { Deliveries = deliveries, Epoch = epoch, LastHolder = holder };
        if (holder is null)
        {
            Restore(entry, notBefore, now);
            return;
        }

        if (!_consumers.TryGetValue(holder, out var consumer))
            _consumers.Add(holder, consumer = new Consumer(holder, now));
        _entries.Add(index, entry);
        InFlight++;
        consumer.Hold(entry);
    }

    /// <summary>What can be given now to whom. Null: nothing, or nobody has room.</summary>
    public Delivery? Next(DateTimeOffset now)
    {
        while (_delayed.TryPeek(out var due, out var time) && time <= now)
        {
            _delayed.Dequeue();
            if (_entries.GetValueOrDefault(due.Index) == due && !due.IsCommitting)
                _line.Add(due);
        }

        if (_ready.First is not { } consumer || _line.Take() is not { } entry)
            return null;
        entry.Deliveries++;
        entry.Epoch++;
        entry.GivenAt = now;
        InFlight++;
        consumer.LastGiven = ++_given;
        consumer.Hold(entry);
        _ready.Set(consumer);
        return new Delivery(entry.Index, consumer, entry.Epoch, entry.Deliveries);
    }

    /// <summary>When time alone changes something: a frame falls due or a consumer's time of grace ends. Null: never.</summary>
    public DateTimeOffset? NextChange
    {
        get
        {
            DateTimeOffset? next = _delayed.TryPeek(out _, out var due) ? due : null;
            foreach (var consumer in _consumers.Values.Where(consumer => consumer.Connection is null))
            {
                var end = consumer.SeenAt + Rules.Grace;
                next = next is null || end < next ? end : next;
            }

            return next;
        }
    }

    /// <summary>How many frames are likely to be given away before this one. 0: it is next, or somebody has it. Null: it is not there.</summary>
    public long? PositionOf(long index) => _entries.TryGetValue(index, out var entry) ? _line.Before(entry) : null;

    /// <summary>Whether the frame is this consumer's by the lease of that epoch.</summary>
    public bool Holds(long index, string uid, long epoch) => _entries.TryGetValue(index, out var entry) && entry.Holder?.Uid == uid && entry.Epoch == epoch;

    public bool Contains(long index) => _entries.ContainsKey(index);

    /// <summary>Null: it waits, or is not there.</summary>
    public Consumer? HolderOf(long index) => _entries.GetValueOrDefault(index)?.Holder;

    /// <summary>It has left the stream, whoever has it.</summary>
    /// <param name="isDone">By who has it. False: it was deleted.</param>
    /// <returns>Who had it, to be told. Null: nobody.</returns>
    public Consumer? Remove(long index, DateTimeOffset now, bool isDone = false)
    {
        if (!_entries.Remove(index, out var entry))
            return null;
        if (isDone)
            Learn(entry, now);
        _line.Remove(entry);
        var holder = entry.Holder;
        Release(entry, now);
        return holder;
    }

    private void Restore(FrameEntry entry, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        _entries.Add(entry.Index, entry);
        Wait(entry, notBefore, now);
    }

    private void Wait(FrameEntry entry, DateTimeOffset? notBefore, DateTimeOffset now)
    {
        if (notBefore > now)
            _delayed.Enqueue(entry, notBefore.Value);
        else
            _line.Add(entry);
    }

    /// <summary>It was taken out of the line or passed over when it fell due, so another stands for it.</summary>
    private void WaitAnew(FrameEntry entry, DateTimeOffset now)
    {
        var anew = new FrameEntry(entry.Index, entry.Priority, entry.Tenant) { Deliveries = entry.Deliveries, Epoch = entry.Epoch, LastHolder = entry.LastHolder };
        _entries[entry.Index] = anew;
        Wait(anew, null, now);
    }

    private void Release(FrameEntry entry, DateTimeOffset now)
    {
        if (entry.Holder is not { } holder)
            return;
        holder.Drop(entry, now);
        InFlight--;
        if (holder.Connection is null && holder.InFlight == 0)
            Forget(holder);
        else
            _ready.Set(holder);
    }

    private void Forget(Consumer consumer)
    {
        _ready.Remove(consumer);
        _consumers.Remove(consumer.Uid);
    }
}
