namespace ElasticJobs.Core.Queues;

/// <summary>Who can take a frame, in the order in which they are given one: who has nothing first, of these who has had nothing for the longest time; then who has the least for its window.</summary>
internal sealed class ReadyConsumers
{
    private readonly SortedSet<(double Load, long Since, string Uid)> _order = [];
    private readonly Dictionary<string, ((double, long, string) Key, Consumer Consumer)> _known = new(StringComparer.Ordinal);

    /// <summary>Null: nobody has room.</summary>
    public Consumer? First => _order.Count == 0 ? null : _known[_order.Min.Uid].Consumer;

    /// <summary>After any change of the consumer.</summary>
    public void Set(Consumer consumer)
    {
        Remove(consumer);
        if (!consumer.HasRoom)
            return;
        var key = consumer.InFlight == 0
            ? (0d, consumer.IdleSince.UtcTicks, consumer.Uid)
            : (consumer.InFlight / (double)Math.Max(1, consumer.Window), consumer.LastGiven, consumer.Uid);
        _known[consumer.Uid] = (key, consumer);
        _order.Add(key);
    }

    public void Remove(Consumer consumer)
    {
        if (_known.Remove(consumer.Uid, out var known))
            _order.Remove(known.Key);
    }
}
