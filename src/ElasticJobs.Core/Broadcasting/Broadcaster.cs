namespace ElasticJobs.Core.Broadcasting;

/// <summary>What a subscription does with what its reader has not taken yet.</summary>
public enum Backlog
{
    /// <summary>Keeps the latest value of each key: for states.</summary>
    LatestByKey,

    /// <summary>Keeps all in order, and drops the oldest when full: for streams.</summary>
    DropOldest,
}

/// <summary>
/// Fans values out to whoever listens in this process, without ever waiting for a reader and without growing. A value is told from the moment of subscribing on; who needs
/// the state before that subscribes first, then takes a snapshot, and drops values whose version is not newer.
/// </summary>
/// <param name="backlog">What a slow reader gets.</param>
/// <param name="capacity">Values, or keys, that a subscription holds for its reader. Default 256.</param>
public sealed class Broadcaster<TKey, T>(Backlog backlog, int capacity = 256)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, List<Subscription<TKey, T>>> _byKey = [];
    private readonly List<Subscription<TKey, T>> _toAll = [];

    public void Publish(TKey key, T value)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var listeners))
                Offer(listeners, key, value);
            Offer(_toAll, key, value);
        }
    }

    /// <summary>Values of one key.</summary>
    public Subscription<TKey, T> Subscribe(TKey key)
    {
        var subscription = new Subscription<TKey, T>(backlog, capacity, null, own => Leave(key, own));
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var listeners))
                _byKey[key] = listeners = [];
            listeners.Add(subscription);
        }

        return subscription;
    }

    /// <param name="filter">Quick and without side effects: it runs while others wait. Null: everything.</param>
    public Subscription<TKey, T> SubscribeToAll(Func<T, bool>? filter = null)
    {
        var subscription = new Subscription<TKey, T>(backlog, capacity, filter, LeaveAll);
        lock (_gate)
        {
            _toAll.Add(subscription);
        }

        return subscription;
    }

    private static void Offer(List<Subscription<TKey, T>> listeners, TKey key, T value)
    {
        foreach (var listener in listeners)
            listener.Offer(key, value);
    }

    private void Leave(TKey key, Subscription<TKey, T> subscription)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var listeners) && listeners.Remove(subscription) && listeners.Count == 0)
                _byKey.Remove(key);
        }
    }

    private void LeaveAll(Subscription<TKey, T> subscription)
    {
        lock (_gate)
        {
            _toAll.Remove(subscription);
        }
    }
}
