namespace ElasticJobs.Core.Queues;

/// <summary>
/// The order in which frames leave: by priority, greater ones first; then fairly between tenants by their weights; then first in, first out. Frames that come back stand where their index puts them.
/// Not for several threads.
/// </summary>
internal sealed class WaitingLine(Func<string, double> weightOf)
{
    private readonly SortedDictionary<int, PriorityLevel> _levels = new(Comparer<int>.Create((one, other) => other.CompareTo(one)));

    public int Count { get; private set; }

    public void Add(FrameEntry entry)
    {
        if (!_levels.TryGetValue(entry.Priority, out var level))
            _levels.Add(entry.Priority, level = new PriorityLevel(weightOf));
        entry.IsInLine = true;
        level.Add(entry);
        Count++;
    }

    /// <summary>Null: none waits.</summary>
    public FrameEntry? Take()
    {
        while (_levels.Count > 0)
        {
            var (priority, level) = _levels.First();
            if (level.Take() is { } entry)
            {
                entry.IsInLine = false;
                Count--;
                return entry;
            }

            _levels.Remove(priority);
        }

        return null;
    }

    /// <summary>For good: it is passed over when its turn comes, so it must not be added again.</summary>
    public void Remove(FrameEntry entry)
    {
        if (!entry.IsInLine)
            return;
        entry.IsInLine = false;
        Count--;
        _levels[entry.Priority].Forget(entry);
    }

    /// <summary>
    /// How many frames are likely to leave before it: all of greater priority, and of its own as many of each tenant as its weight lets go in the time in which the own tenant's go.
    /// Exact with one tenant of which nothing was removed from the middle and not very much has come back.
    /// </summary>
    public long Before(FrameEntry entry)
    {
        if (!entry.IsInLine)
            return 0;
        long before = 0;
        foreach (var (priority, level) in _levels)
        {
            if (priority == entry.Priority)
                return before + level.Before(entry);
            before += level.Count;
        }

        return before;
    }
}
