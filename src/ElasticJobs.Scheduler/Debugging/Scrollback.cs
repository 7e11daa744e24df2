namespace ElasticJobs.Scheduler.Debugging;

/// <summary>The last bytes that a terminal wrote, for any number of readers, each at its own place. A reader that was overtaken begins anew with all that is kept.</summary>
internal sealed class Scrollback(int capacity)
{
    private readonly Lock _gate = new();
    private readonly byte[] _ring = new byte[capacity];
    private TaskCompletionSource _changed = NewSignal();
    private long _end;
    private bool _isComplete;

    /// <summary>Of the first byte kept.</summary>
    public long Start
    {
        get
        {
            lock (_gate)
                return FirstKept;
        }
    }

    private long FirstKept => Math.Max(0, _end - _ring.Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            // More than fits: only the last of it will be seen.
            if (bytes.Length > _ring.Length)
            {
                _end += bytes.Length - _ring.Length;
                bytes = bytes[^_ring.Length..];
            }
            var place = (int)(_end % _ring.Length);
            var first = Math.Min(bytes.Length, _ring.Length - place);
            bytes[..first].CopyTo(_ring.AsSpan(place));
            bytes[first..].CopyTo(_ring);
            _end += bytes.Length;
        }
        Signal();
    }

    public void Complete()
    {
        lock (_gate)
            _isComplete = true;
        Signal();
    }

    /// <summary>Bytes from the offset on, <paramref name="limit"/> at most; waits for some. Empty: the end.</summary>
    /// <returns>Where the bytes begin: beyond <paramref name="from"/> when those before are gone.</returns>
    public async ValueTask<(long Start, byte[] Bytes)> ReadAsync(long from, int limit, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                from = Math.Max(from, FirstKept);
                if (from < _end)
                    return (from, Take(from, (int)Math.Min(limit, _end - from)));
                if (_isComplete)
                    return (from, []);
                changed = _changed.Task;
            }
            await changed.WaitAsync(cancellationToken);
        }
    }

    private byte[] Take(long from, int count)
    {
        var place = (int)(from % _ring.Length);
        var first = Math.Min(count, _ring.Length - place);
        return [.. _ring.AsSpan(place, first), .. _ring.AsSpan(0, count - first)];
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_gate)
            (changed, _changed) = (_changed, NewSignal());
        changed.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
