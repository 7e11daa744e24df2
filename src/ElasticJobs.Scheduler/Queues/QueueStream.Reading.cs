using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>What is in it, without giving it to anybody.</summary>
internal sealed partial class QueueStream
{
    public async Task<IReadOnlyList<QueueFrame>> GetAsync(
        long from, int limit, IReadOnlyDictionary<string, string> filter, string? requestId, TimeSpan wait, bool delete, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            var changed = _changed.Next;
            var found = await FindAsync(from, limit, filter, requestId, delete, cancellationToken);
            var left = wait - time.GetElapsedTime(since);
            if (found.Count < limit && left > TimeSpan.Zero)
            {
                await Task.WhenAny(changed, Task.Delay(left, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            found = await ResolveAsync(found, cancellationToken);
            if (!delete || found.Count == 0)
                return found;
            // Somebody may have taken one meanwhile; who asks gets only what was deleted for them.
            var deleted = await EndAsync([.. found.Select(frame => frame.Index)], FrameOutcome.Deleted, cancellationToken);
            return [.. found.Where(frame => deleted.Contains(frame.Index))];
        }
    }

    public Task<QueueFrame?> FindAsync(string requestId, CancellationToken cancellationToken) => store.FindAsync(Id, requestId, cancellationToken);

    public async Task<ReadOnlyMemory<byte>?> PayloadOfAsync(long index, CancellationToken cancellationToken) =>
        await FrameAsync(index, cancellationToken) is { } frame ? (await payloads.ResolveAsync(frame, cancellationToken))?.Data : null;

    public async Task<long> CountAsync(IReadOnlyDictionary<string, string> filter, int? priority, CancellationToken cancellationToken)
    {
        const int AtOnce = 1000;
        var count = 0L;
        for (long? next = 0; next is { } from;)
        {
            var page = await store.ReadAsync(Id, from, AtOnce, cancellationToken);
            count += page.Count(frame => GroupDelivery.Matches(frame, filter) && (priority is null || frame.Priority == priority));
            next = page.Count == AtOnce ? page[^1].Index + 1 : null;
        }

        return count;
    }

    public StreamState Describe()
    {
        lock (_gate)
            return new StreamState(Interlocked.Read(ref _length), Interlocked.Read(ref _lastIndex), [.. _groups.Values.Select(group => group.Describe(Now))])
            {
                SettledIndex = _unsettled.Count == 0 ? Interlocked.Read(ref _lastIndex) : _unsettled.Min - 1,
            };
    }

    public FrameStanding? StandingOf(long index)
    {
        lock (_gate)
        {
            foreach (var group in _groups.Values)
            {
                if (group.Frames.PositionOf(index) is not { } ahead)
                    continue;
                return group.Frames.HolderOf(index) is { } holder ? new FrameStanding(ahead, holder.Uid) : new FrameStanding(ahead, null, group.Frames.WaitBehind(ahead));
            }

            return null;
        }
    }

    public async Task<FrameFate> FateOfAsync(long index, CancellationToken cancellationToken) =>
        await store.FindAsync(Id, index, cancellationToken) is { } frame ? new FrameFate(frame.End?.Outcome, IsOpen: frame.End is null) : default;

    private async Task<IReadOnlyList<QueueFrame>> FindAsync(long from, int limit, IReadOnlyDictionary<string, string> filter, string? requestId, bool onlyFree, CancellationToken cancellationToken)
    {
        if (requestId is not null)
            return await store.FindAsync(Id, requestId, cancellationToken) is { End: null } one && IsWanted(one) ? [one] : [];
        // Few frames may match, and each page is a read.
        var atOnce = filter.Count == 0 && !onlyFree ? limit : Math.Max(limit, FilteredAtOnce);
        var found = new List<QueueFrame>();
        for (var next = from < 0 ? Interlocked.Read(ref _lastIndex) : from; found.Count < limit;)
        {
            var page = await store.ReadAsync(Id, next, atOnce, cancellationToken);
            found.AddRange(page.Where(IsWanted).Take(limit - found.Count));
            if (page.Count < atOnce)
                break;
            next = page[^1].Index + 1;
        }

        return found;

        bool IsWanted(QueueFrame frame) => GroupDelivery.Matches(frame, filter) && !(onlyFree && IsHeld(frame.Index));
    }

    /// <summary>With the payloads that lie in files. One whose file is gone says so.</summary>
    private async Task<IReadOnlyList<QueueFrame>> ResolveAsync(IReadOnlyList<QueueFrame> frames, CancellationToken cancellationToken)
    {
        if (frames.All(frame => frame.Payload is null))
            return frames;
        var resolved = new List<QueueFrame>(frames.Count);
        foreach (var frame in frames)
            resolved.Add(await payloads.ResolveAsync(frame, cancellationToken) ?? frame with { Reason = PayloadGone });
        return resolved;
    }

    private bool IsHeld(long index)
    {
        lock (_gate)
            return _groups.Values.Any(group => group.Frames.HolderOf(index) is not null);
    }
}
