namespace ElasticJobs.Core.Queues;

/// <summary>How consumers come and go, and how leases end.</summary>
public sealed partial class ConsumerGroup
{
    /// <summary>Code of a negative commit by a consumer that is about to leave: it does not count as a delivery.</summary>
    public const string ShutdownCode = "Shutdown";

    /// <summary>A consumer connects, for the first time or again. It keeps its frames; of two connections the newer counts.</summary>
    /// <param name="connection">Greater than all before.</param>
    /// <returns>What it has, to be sent to it again: it can't be known what arrived.</returns>
    public IReadOnlyList<Delivery> Join(string uid, long connection, int window, DateTimeOffset now)
    {
        if (!_consumers.TryGetValue(uid, out var consumer))
            _consumers.Add(uid, consumer = new Consumer(uid, now));
        (consumer.Connection, consumer.Window, consumer.IsDraining, consumer.SeenAt) = (connection, window, false, now);
        _ready.Set(consumer);
        return [.. consumer.Entries.Where(entry => !entry.IsCommitting).Select(entry => new Delivery(entry.Index, consumer, entry.Epoch, entry.Deliveries))];
    }

    /// <summary>A connection has ended. One that was replaced is nobody's.</summary>
    public void Leave(string uid, long connection, DateTimeOffset now)
    {
        if (Find(uid) is not { } consumer || consumer.Connection != connection)
            return;
        (consumer.Connection, consumer.SeenAt) = (null, now);
        _ready.Set(consumer);
        if (consumer.InFlight == 0)
            Forget(consumer);
    }

    /// <summary>A sign of life other than the connection.</summary>
    public void Beat(string uid, DateTimeOffset now)
    {
        if (Find(uid) is { } consumer && now > consumer.SeenAt)
            consumer.SeenAt = now;
    }

    /// <summary>It gets nothing more, and ends what it has.</summary>
    /// <param name="drains">False: it goes on.</param>
    public void Drain(string uid, bool drains)
    {
        if (Find(uid) is not { } consumer)
            return;
        consumer.IsDraining = drains;
        _ready.Set(consumer);
    }

    /// <summary>Whether the frame's consumer may say that it is done.</summary>
    /// <param name="epoch">That of the lease. Null: the consumer's client knows none.</param>
    public CommitVerdict BeginCommit(long index, string uid, long? epoch)
    {
        if (!_entries.TryGetValue(index, out var entry) || entry.IsCommitting)
            return CommitVerdict.Gone;
        var isOlder = epoch is { } given && given != entry.Epoch;
        // Late, but nobody else has had it since: the work is done, so it counts.
        var mayCommit = entry.Holder is { } holder ? holder.Uid == uid : entry.LastHolder is null || entry.LastHolder == uid;
        if (isOlder || !mayCommit)
            return CommitVerdict.Fenced;
        entry.IsCommitting = true;
        _line.Remove(entry);
        return CommitVerdict.Accepted;
    }

    /// <param name="isStored">False: it could not be, and the frame is as it was.</param>
    public void EndCommit(long index, bool isStored, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(index, out var entry))
            return;
        if (isStored)
            Remove(index, now, isDone: true);
        else if (entry.Holder is not null)
            entry.IsCommitting = false;
        else
            WaitAnew(entry, now);
    }

    /// <summary>The consumer says that it has not done the frame.</summary>
    /// <param name="code">E.g. <see cref="ShutdownCode"/>.</param>
    /// <returns>What becomes of it. Null: it is not the consumer's.</returns>
    public LeaseEnd? Reject(long index, string uid, long? epoch, string code, string? reason, DateTimeOffset now)
    {
        if (!_entries.TryGetValue(index, out var entry) || entry.Holder?.Uid != uid || entry.IsCommitting || (epoch is { } given && given != entry.Epoch))
            return null;
        var words = string.IsNullOrEmpty(reason) ? $"Its worker gave it back with the code {code}." : $"Its worker gave it back with the code {code}: {reason}";
        return End(entry, isFailure: code != ShutdownCode, words, now);
    }

    /// <summary>Takes their frames from consumers that have been away for longer than the time of grace.</summary>
    public IReadOnlyList<LeaseEnd> Expire(DateTimeOffset now)
    {
        var ends = new List<LeaseEnd>();
        foreach (var consumer in _consumers.Values.Where(consumer => consumer.Connection is null && consumer.SeenAt + Rules.Grace <= now).ToList())
        {
            foreach (var entry in consumer.Entries.Where(entry => !entry.IsCommitting).ToList())
                ends.Add(End(entry, isFailure: true, $"Its worker {consumer.Uid} was not heard of for {Rules.Grace.TotalSeconds:0.#} s.", now));
        }

        return ends;
    }

    /// <summary>It is known that the consumer won't come again, so its frames need not wait for the time of grace.</summary>
    public IReadOnlyList<LeaseEnd> Lose(string uid, DateTimeOffset now)
    {
        if (Find(uid) is not { } consumer)
            return [];
        consumer.Connection = null;
        _ready.Set(consumer);
        List<LeaseEnd> ends = [.. consumer.Entries.Where(entry => !entry.IsCommitting).ToList().Select(entry => End(entry, isFailure: true, $"Its worker {uid} ended before it had done it.", now))];
        // Else with its last commit that is under way.
        if (consumer.InFlight == 0)
            Forget(consumer);
        return ends;
    }

    private LeaseEnd End(FrameEntry entry, bool isFailure, string reason, DateTimeOffset now)
    {
        Release(entry, now);
        if (!isFailure)
            entry.Deliveries--;
        if (isFailure && entry.Deliveries >= Rules.MaxDeliveries)
        {
            _entries.Remove(entry.Index);
            return new LeaseEnd(entry.Index, entry.Epoch, entry.Deliveries, null, reason);
        }

        var notBefore = isFailure ? now + Rules.DelayAfter(entry.Deliveries, _random.NextDouble()) : now;
        Wait(entry, notBefore, now);
        return new LeaseEnd(entry.Index, entry.Epoch, entry.Deliveries, notBefore, reason);
    }
}
