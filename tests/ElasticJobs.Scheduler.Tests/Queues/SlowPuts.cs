using System.Collections.Concurrent;
using System.Text;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Tests.Queues;

/// <summary>A store that stores some frames, and their ends, only when a test says so.</summary>
internal sealed class SlowPuts(IQueueStore store) : IQueueStore
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = [];
    private TaskCompletionSource? _dead;

    /// <summary>The frame with this text is not stored before <see cref="Release"/>.</summary>
    public void Hold(string text) => _held[text] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(string text) => _held[text].TrySetResult();

    /// <summary>Nothing becomes a dead letter before <see cref="ReleaseDead"/>.</summary>
    public void HoldDead() => _dead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseDead() => _dead!.SetResult();

    /// <summary>Those that are held are not stored; those after them are.</summary>
    public void FailDead() => Interlocked.Exchange(ref _dead, null)!.SetException(new IOException("The disk is full."));

    public async Task<bool> PutAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken)
    {
        if (_held.TryGetValue(Encoding.UTF8.GetString(frame.Data.Span), out var held))
            await held.Task.WaitAsync(cancellationToken);
        return await store.PutAsync(stream, frame, cancellationToken);
    }

    public Task<StreamId> OpenAsync(string queue, StreamKind kind, CancellationToken cancellationToken) => store.OpenAsync(queue, kind, cancellationToken);

    public Task<long> CountAsync(string queue, StreamKind kind, CancellationToken cancellationToken) => store.CountAsync(queue, kind, cancellationToken);

    public Task<long> LastIndexAsync(StreamId stream, CancellationToken cancellationToken) => store.LastIndexAsync(stream, cancellationToken);

    public IAsyncEnumerable<FrameHead> ReadHeadsAsync(StreamId stream, CancellationToken cancellationToken) => store.ReadHeadsAsync(stream, cancellationToken);

    public Task<QueueFrame?> FindAsync(StreamId stream, long index, CancellationToken cancellationToken) => store.FindAsync(stream, index, cancellationToken);

    public Task<QueueFrame?> FindAsync(StreamId stream, string requestId, CancellationToken cancellationToken) => store.FindAsync(stream, requestId, cancellationToken);

    public Task<IReadOnlyList<QueueFrame>> ReadAsync(StreamId stream, long from, int limit, CancellationToken cancellationToken) => store.ReadAsync(stream, from, limit, cancellationToken);

    public Task<bool> ChangeAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken) => store.ChangeAsync(stream, frame, cancellationToken);

    public Task LeaseAsync(StreamId stream, IReadOnlyList<FrameLease> leases, CancellationToken cancellationToken) => store.LeaseAsync(stream, leases, cancellationToken);

    public Task ReturnAsync(StreamId stream, LeaseEnd end, CancellationToken cancellationToken) => store.ReturnAsync(stream, end, cancellationToken);

    public async Task EndAsync(StreamId stream, IReadOnlyList<long> indexes, FrameEnd end, IReadOnlyList<(StreamId Stream, QueueFrame Frame)> puts, CancellationToken cancellationToken)
    {
        if (end.Outcome == FrameOutcome.Dead && _dead is { } held)
            await held.Task.WaitAsync(cancellationToken);
        await store.EndAsync(stream, indexes, end, puts, cancellationToken);
    }

    public Task<int> RemoveEndedAsync(StreamId stream, DateTimeOffset before, CancellationToken cancellationToken) => store.RemoveEndedAsync(stream, before, cancellationToken);
}
