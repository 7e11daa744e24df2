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

    private static async Task<int> CountAsync(Task<IReadOnlyCollection<long>> ended) => (await ended).Count;
}
