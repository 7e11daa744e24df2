namespace ElasticJobs.Core.Queues;

/// <summary>One tenant's frames of one priority, first in, first out. New frames have the greatest index and go to the end; those that come back belong before them and are kept apart.</summary>
internal sealed class TenantLine(string name)
{
    private readonly Queue<FrameEntry> _new = new();
    private readonly PriorityQueue<FrameEntry, long> _back = new();
    private long _lastIndex = long.MinValue;

    /// <summary>New frames that have left or were passed over.</summary>
    private long _left;

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
            entry.Place = _left + _new.Count;
            _new.Enqueue(entry);
            return;
        }

        entry.Place = FrameEntry.CameBack;
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

    /// <summary>How many of its frames leave before.</summary>
    public long RankOf(FrameEntry entry) => Math.Clamp(entry.Place == FrameEntry.CameBack ? 0 : entry.Place - _left + _back.Count, 0, Math.Max(0, Count - 1));

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
        _new.TryPeek(out var fresh);
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

        _new.Dequeue();
        _left++;
    }
}
