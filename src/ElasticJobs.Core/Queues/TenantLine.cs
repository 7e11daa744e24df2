namespace ElasticJobs.Core.Queues;

/// <summary>
/// One tenant's frames of one priority, first in, first out. New frames have the greatest index and go to the end; those that come back, or were stored a little later than one with a greater index,
/// belong before others and are kept apart.
/// </summary>
internal sealed class TenantLine(string name)
{
    /// <summary>As many of those apart are looked at one by one to tell a rank.</summary>
    private const int Counted = 1024;

    /// <summary>Ascending. Those before <see cref="_head"/> have left.</summary>
    private readonly List<FrameEntry> _new = [];
    private readonly PriorityQueue<FrameEntry, long> _back = new();
    private int _head;
    private long _lastIndex = long.MinValue;
    private long _lastBack;

    public string Name { get; } = name;

    public double Pass { get; set; }

    /// <summary>It is among those whose turn will come.</summary>
    public bool HasTurn { get; set; }

    public long Count { get; private set; }

    public long FirstIndex => Peek()?.Index ?? long.MaxValue;

    public void Add(FrameEntry entry)
    {
        Count++;
        if (entry.Index > _lastIndex)
        {
            _lastIndex = entry.Index;
            _new.Add(entry);
            return;
        }

        _lastBack = _back.Count == 0 ? entry.Index : Math.Max(_lastBack, entry.Index);
        _back.Enqueue(entry, entry.Index);
    }

    /// <summary>Null: none waits.</summary>
    public FrameEntry? Take()
    {
        if (Peek() is not { } entry)
            return null;
        Drop(entry);
        Count--;
        return entry;
    }

    /// <summary>One of its frames is no longer in line, and stays where it is until its turn.</summary>
    public void Forget() => Count--;

    /// <summary>How many of its frames leave before: those with a lower index. Not exact where some were removed from the middle, or very many have come back.</summary>
    public long RankOf(FrameEntry entry) => Math.Clamp(NewBelow(entry.Index) + BackBelow(entry.Index), 0, Math.Max(0, Count - 1));

    private long NewBelow(long index)
    {
        var (from, to) = (_head, _new.Count);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            if (_new[middle].Index < index)
                from = middle + 1;
            else
                to = middle;
        }

        return from - _head;
    }

    private long BackBelow(long index)
    {
        if (_back.Count <= Counted)
            return _back.UnorderedItems.Count(item => item.Priority < index);
        // As if they lay evenly.
        var first = _back.Peek().Index;
        return (long)(_back.Count * Math.Clamp((index - first) / (double)(_lastBack - first + 1), 0, 1));
    }

    private FrameEntry? Peek()
    {
        while (First() is { } first)
        {
            if (first.IsInLine)
                return first;
            Drop(first);
        }

        return null;
    }

    private FrameEntry? First()
    {
        var fresh = _head < _new.Count ? _new[_head] : null;
        _back.TryPeek(out var back, out _);
        return fresh is null || back?.Index < fresh.Index ? back : fresh;
    }

    private void Drop(FrameEntry first)
    {
        if (_back.TryPeek(out var back, out _) && back == first)
        {
            _back.Dequeue();
            return;
        }

        _head++;
        // Now and then, so that each is moved about once.
        if (_head >= Counted && _head * 2 >= _new.Count)
        {
            _new.RemoveRange(0, _head);
            _head = 0;
        }
    }
}
