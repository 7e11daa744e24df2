using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>
/// One stream on the console that leads: what is in it is stored before anybody is told, and given away from memory. A frame leaves when all groups that are there have committed it; only what the first of them has is kept
/// over a restart, so that another may get a frame again.
/// </summary>
internal sealed partial class QueueStream(StreamId id, QueueSettings settings, IQueueStore store, QueuePayloads payloads, QueueLeases leases, TimeProvider time, Func<string> newRequestId) : IQueueStream, IAsyncDisposable
{
    /// <summary>Frames that a consumer may have on their way to it when they are done before they are sent.</summary>
    private const int AutoCommitWindow = 64;

    /// <summary>Frames in one read where only some are wanted.</summary>
    private const int FilteredAtOnce = 100;

    private const string PayloadGone = "The file of its payload is gone.";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, GroupDelivery> _groups = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _newGroups = new(1);
    private readonly RecentFrames _recent = new();
    private readonly Signal _changed = new();
    private readonly Signal _moved = new();
    private ITimer? _timer;

    /// <summary>Indexes of frames that are being stored.</summary>
    private readonly SortedSet<long> _unsettled = [];

    /// <summary>Of the frames that are there, those whose payloads lie in files.</summary>
    private readonly Dictionary<long, PayloadRef> _offloaded = [];
    private long _lastIndex;
    private long _length;
    private long _connection;
    private bool _isFinishing;

    public StreamId Id { get; } = id;

    public QueueSettings Settings { get; private set; } = settings;

    public Task NextMove => _moved.Next;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Takes up what is stored.</summary>
    /// <param name="workers">The group that is there even while nobody of it is. Null: none.</param>
    public async Task LoadAsync(string? workers, CancellationToken cancellationToken)
    {
        _lastIndex = await store.LastIndexAsync(Id, cancellationToken);
        var group = workers is null ? null : new GroupDelivery(workers, Settings.Rules, new Dictionary<string, string>(), isKept: true);
        await foreach (var head in store.ReadHeadsAsync(Id, cancellationToken))
        {
            _length++;
            if (head.Payload is { } payload)
            {
                payloads.Adopt(payload);
                _offloaded[head.Index] = payload;
            }

            group?.Frames.Offer(head.Index, head.Priority, head.Tenant, head.NotBefore, head.Deliveries, head.Epoch, head.Holder, Now);
        }

        if (group is not null)
            _groups.Add(group.Name, group);
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Tick();
    }

    public async Task<FramePlace> PutAsync(FramePut put, CancellationToken cancellationToken)
    {
        var frame = await PrepareAsync(put, cancellationToken);
        try
        {
            if (!await store.PutAsync(Id, frame, cancellationToken))
            {
                GiveUp(frame);
                var known = await store.FindAsync(Id, frame.RequestId, cancellationToken);
                return new FramePlace(known?.Index ?? 0, frame.RequestId, IsNew: false);
            }
        }
        catch (Exception exception)
        {
            GiveUp(frame, MayBeStored(exception));
            throw;
        }

        Take(frame);
        return new FramePlace(frame.Index, frame.RequestId, IsNew: true);
    }

    /// <summary>Makes room for a frame and gives it its index. It is to be stored and then taken, or given up.</summary>
    /// <exception cref="RefusedException"><c>payload_too_large</c>, <c>queue_full</c>.</exception>
    public async Task<QueueFrame> PrepareAsync(FramePut put, CancellationToken cancellationToken)
    {
        Check(put.Data);
        await MakeRoomAsync(cancellationToken);
        PayloadRef? payload;
        try
        {
            payload = put.Payload ?? await payloads.WriteAsync(put.Data, Settings.OffloadBytes, cancellationToken);
        }
        catch
        {
            GiveRoom();
            throw;
        }

        return new QueueFrame
        {
            Index = NextIndex(),
            RequestId = put.RequestId ?? newRequestId(),
            Priority = put.Priority,
            Tenant = put.Tenant,
            Tags = put.Tags,
            Data = payload is null ? put.Data : default,
            Payload = payload,
            PutAt = Now,
            NotBefore = put.NotBefore,
        };
    }

    /// <summary>A frame that was prepared is not stored.</summary>
    /// <param name="keepsPayload">Another frame has it still.</param>
    public void GiveUp(QueueFrame frame, bool keepsPayload = false)
    {
        lock (_gate)
            _unsettled.Remove(frame.Index);
        GiveRoom();
        if (!keepsPayload)
            payloads.Drop(frame.Payload);
    }

    /// <summary>A write that failed in another way than these may be found stored after a restart, with the payload that it names.</summary>
    public static bool MayBeStored(Exception exception) => exception is not (OperationCanceledException or FrameEndedException or RefusedException);

    /// <summary>The frame is stored: it may be given away.</summary>
    public void Take(QueueFrame frame)
    {
        lock (_gate)
        {
            _unsettled.Remove(frame.Index);
            if (frame.Payload is { } payload)
                _offloaded[frame.Index] = payload;
            _recent.Add(frame);
            foreach (var group in _groups.Values.Where(group => group.Wants(frame)))
                group.Frames.Offer(frame.Index, frame.Priority, frame.Tenant, frame.NotBefore, Now);
        }

        Pump();
        _changed.Set();
    }

    /// <summary>A frame that nobody works on becomes another, where it is.</summary>
    /// <returns>False: it was not there.</returns>
    /// <exception cref="RefusedException"><c>payload_too_large</c>.</exception>
    public async Task<bool> ChangeAsync(QueueFrame frame, CancellationToken cancellationToken)
    {
        Check(frame.Data);
        var payload = await payloads.WriteAsync(frame.Data, Settings.OffloadBytes, cancellationToken);
        PayloadRef? former = payload;
        try
        {
            if (!await store.ChangeAsync(Id, frame with { Data = payload is null ? frame.Data : default, Payload = payload }, cancellationToken))
                return false;
            lock (_gate)
            {
                _recent.Remove(frame.Index);
                former = _offloaded.Remove(frame.Index, out var old) ? old : null;
                if (payload is { } named)
                    _offloaded[frame.Index] = named;
            }
        }
        finally
        {
            payloads.Drop(former);
        }

        _changed.Set();
        _moved.Set();
        return true;
    }

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

    public Task<int> DeleteAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken) => CountAsync(EndAsync(indexes, FrameOutcome.Deleted, cancellationToken));

    public async Task<int> TruncateAsync(long before, CancellationToken cancellationToken)
    {
        const int AtOnce = 1000;
        for (var count = 0; ;)
        {
            var oldest = (await store.ReadAsync(Id, 0, AtOnce, cancellationToken)).Where(frame => frame.Index < before).Select(frame => frame.Index).ToList();
            count += await DeleteAsync(oldest, cancellationToken);
            if (oldest.Count < AtOnce)
                return count;
        }
    }

    public async Task FinishAsync(bool force, CancellationToken cancellationToken)
    {
        const int AtOnce = 1000;
        for (long? next = force ? 0 : null; next is { } from;)
        {
            var page = await store.ReadAsync(Id, from, AtOnce, cancellationToken);
            await DeleteAsync([.. page.Select(frame => frame.Index).Where(index => !IsHeld(index))], cancellationToken);
            next = page.Count == AtOnce ? page[^1].Index + 1 : null;
        }

        lock (_gate)
            _isFinishing = true;
        Pump();
    }

    public async Task<int> SweepAsync(DateTimeOffset doneBefore, DateTimeOffset? putBefore, CancellationToken cancellationToken)
    {
        const int AtOnce = 1000;
        var count = 0;
        for (long? next = putBefore is null ? null : 0; next is { } from;)
        {
            var page = await store.ReadAsync(Id, from, AtOnce, cancellationToken);
            var old = page.Where(frame => frame.PutAt < putBefore).ToList();
            count += await DeleteAsync([.. old.Select(frame => frame.Index).Where(index => !IsHeld(index))], cancellationToken);
            // They are in the order in which they were put.
            next = old.Count == AtOnce ? old[^1].Index + 1 : null;
        }

        return count + await store.RemoveEndedAsync(Id, doneBefore, cancellationToken);
    }

    /// <summary>What it takes and how it delivers changes from now on.</summary>
    public void Apply(QueueSettings changed)
    {
        lock (_gate)
        {
            Settings = changed;
            foreach (var group in _groups.Values)
                group.Frames.Rules = changed.Rules;
        }

        _changed.Set();
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
                if (group.Frames.PositionOf(index) is { } ahead)
                    return new FrameStanding(ahead, group.Frames.HolderOf(index)?.Uid);
            }

            return null;
        }
    }

    public async Task<FrameOutcome?> OutcomeOfAsync(long index, CancellationToken cancellationToken) => (await store.FindAsync(Id, index, cancellationToken))?.End?.Outcome;

    public async ValueTask DisposeAsync()
    {
        if (_timer is { } timer)
            await timer.DisposeAsync();
        List<Watcher> watchers;
        lock (_gate)
            watchers = [.. _groups.Values.SelectMany(group => group.Watchers)];
        foreach (var watcher in watchers)
            watcher.End();
        _newGroups.Dispose();
    }

    private long NextIndex()
    {
        lock (_gate)
        {
            var index = Interlocked.Increment(ref _lastIndex);
            _unsettled.Add(index);
            return index;
        }
    }

    /// <summary>A frame is no longer there.</summary>
    private void GiveRoom() => Interlocked.Decrement(ref _length);

    private void Check(ReadOnlyMemory<byte> data)
    {
        if (data.Length > Settings.MaxPayloadBytes)
        {
            throw new RefusedException(
                RefusalKind.Invalid, "payload_too_large", $"The payload has {data.Length} bytes, and the queue takes at most {Settings.MaxPayloadBytes}.", "Store it elsewhere, e.g. in the workspace, and put its address.");
        }
    }

    /// <summary>Counts one more frame in.</summary>
    private async Task MakeRoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (Interlocked.Increment(ref _length) <= Settings.MaxLength)
                return;
            GiveRoom();
            switch (Settings.WhenFull)
            {
                case FullPolicy.Block:
                    await changed.WaitAsync(cancellationToken);
                    break;
                case FullPolicy.EvictOldest when await EvictAsync(cancellationToken):
                    break;
                default:
                    throw new RefusedException(RefusalKind.Conflict, "queue_full", $"The queue is full: it holds {Settings.MaxLength} frames.", "Wait until some are done, or raise its length limit.");
            }
        }
    }

    private async Task<bool> EvictAsync(CancellationToken cancellationToken)
    {
        const int Looked = 100;
        var oldest = (await store.ReadAsync(Id, 0, Looked, cancellationToken)).FirstOrDefault(frame => !IsHeld(frame.Index));
        return oldest is not null && (await EndAsync([oldest.Index], FrameOutcome.Deleted, cancellationToken)).Count > 0;
    }

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

    private static async Task<int> CountAsync(Task<IReadOnlyCollection<long>> ended) => (await ended).Count;
}
