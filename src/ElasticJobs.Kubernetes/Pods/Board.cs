using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Those of one kind that are known; all boards of a feed are told as one.</summary>
internal sealed class Board<T>
    where T : class, ITracked
{
    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);
    private readonly PodFeed _feed;

    public Board(PodFeed feed)
    {
        _feed = feed;
        feed.Add(() => _known.Values.Where(known => known.IsTold).Select(known => known.Status));
    }

    public IEnumerable<T> All => _known.Values;

    public T? Find(string name) => _known.GetValueOrDefault(name);

    /// <summary>What is known by this name from now on: <paramref name="added"/>, which is told, or what was.</summary>
    public T Add(T added)
    {
        lock (_feed.Gate)
        {
            if (_known.TryGetValue(added.Name, out var known))
                return known;
            _known[added.Name] = added;
            if (added.IsTold)
                _feed.Tell(added.Status);
            return added;
        }
    }

    /// <summary>Changes it, and tells of it when its status is news then. An end is final: it is told once.</summary>
    public void Change(T changed, Func<T, PodStatus?> change)
    {
        lock (_feed.Gate)
        {
            var status = change(changed);
            if (status is null || changed.Status.IsTerminal || IsSame(status, changed.Status))
                return;
            changed.Status = status;
            if (changed.IsTold && _known.ContainsKey(changed.Name))
                _feed.Tell(status);
        }
    }

    /// <summary>Forgets it; nothing is told.</summary>
    public void Remove(T removed)
    {
        lock (_feed.Gate)
            _known.TryRemove(KeyValuePair.Create(removed.Name, removed));
    }

    private static bool IsSame(PodStatus status, PodStatus before) =>
        (status.Phase, status.Reason, status.Message, status.Node, status.StartedAt, status.Restarts)
        == (before.Phase, before.Reason, before.Message, before.Node, before.StartedAt, before.Restarts);
}
