using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>A group of consumers and the connections on which it is sent its frames. Changed only under the lock of its stream.</summary>
/// <param name="isKept">It is there without consumers too, and what it has is stored.</param>
internal sealed class GroupDelivery(string name, QueueRules rules, IReadOnlyDictionary<string, string> filter, bool isKept)
{
    private readonly Dictionary<string, Watcher> _watchers = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public bool IsKept { get; } = isKept;

    public IReadOnlyDictionary<string, string> Filter { get; set; } = filter;

    public ConsumerGroup Frames { get; } = new(name, rules, Random.Shared);

    /// <summary>Since when nobody is there. Null: somebody is, or it is kept.</summary>
    public DateTimeOffset? EmptySince { get; set; }

    public IEnumerable<Watcher> Watchers => _watchers.Values;

    public static bool Matches(QueueFrame frame, IReadOnlyDictionary<string, string> filter) => filter.All(tag => frame.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value);

    public bool Wants(QueueFrame frame) => Matches(frame, Filter);

    public bool Matches(IReadOnlyDictionary<string, string> other) => Filter.Count == other.Count && Filter.All(tag => other.TryGetValue(tag.Key, out var value) && value == tag.Value);

    /// <summary>A connection of a consumer begins, and takes the place of an earlier one.</summary>
    /// <returns>What the consumer has already.</returns>
    public IReadOnlyList<Delivery> Join(Watcher watcher, int window, DateTimeOffset now)
    {
        EmptySince = null;
        if (_watchers.Remove(watcher.Uid, out var former))
            former.End();
        _watchers.Add(watcher.Uid, watcher);
        return Frames.Join(watcher.Uid, watcher.Connection, window, now);
    }

    public void Leave(Watcher watcher, DateTimeOffset now)
    {
        if (_watchers.GetValueOrDefault(watcher.Uid) == watcher)
            _watchers.Remove(watcher.Uid);
        Frames.Leave(watcher.Uid, watcher.Connection, now);
    }

    /// <summary>The consumer is gone for good.</summary>
    public IReadOnlyList<LeaseEnd> Lose(string uid, DateTimeOffset now)
    {
        if (_watchers.Remove(uid, out var watcher))
            watcher.End();
        return Frames.Lose(uid, now);
    }

    /// <summary>Gives the next frame to who is to have it. Null: there is none, or nobody has room.</summary>
    public Delivery? Give(DateTimeOffset now)
    {
        if (Frames.Next(now) is not { } delivery)
            return null;
        _watchers[delivery.Consumer.Uid].Give(Sending.Of(delivery));
        return delivery;
    }

    /// <summary>The frame is gone.</summary>
    /// <param name="isRevoked">Who has it is told. Otherwise it knows.</param>
    public void Forget(long index, bool isRevoked, DateTimeOffset now)
    {
        if (Frames.Remove(index, now, isDone: !isRevoked) is { } holder && isRevoked && _watchers.GetValueOrDefault(holder.Uid) is { } watcher)
            watcher.Give(new Sending(index, 0, 0, IsRevoked: true));
    }

    public DateTimeOffset? NextChange(TimeSpan emptyFor) => (Frames.NextChange, EmptySince + emptyFor) switch
    {
        (null, var end) => end,
        (var due, null) => due,
        ({ } due, { } end) => due < end ? due : end,
    };

    public GroupState Describe(DateTimeOffset now) => new(Name, Frames.Waiting, Frames.InFlight,
        [.. Frames.Consumers.Select(consumer => new ConsumerState(
            consumer.Uid, consumer.Window, [.. consumer.Held], consumer.Connection is not null, consumer.IsDraining, consumer.InFlight == 0 ? now - consumer.IdleSince : TimeSpan.Zero))])
    {
        Delayed = Frames.Waiting - Frames.Due,
    };
}
