using System.Runtime.CompilerServices;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>Who gets what, and how it ends.</summary>
internal sealed partial class QueueStream
{
    /// <summary>A frame that was given away often enough is handed over, to become a dead letter.</summary>
    public Func<LeaseEnd, Task>? Buried { get; init; }

    public async IAsyncEnumerable<WatchedFrame> WatchAsync(WatchRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var group = await JoinableAsync(request, cancellationToken);
        using var watcher = new Watcher(request.Consumer.Uid, Interlocked.Increment(ref _connection), cancellationToken);
        lock (_gate)
        {
            foreach (var held in group.Join(watcher, request.AutoCommit ? AutoCommitWindow : Math.Max(1, request.Window), Now))
                watcher.Give(Sending.Of(held));
        }

        Pump();
        try
        {
            await foreach (var delivery in watcher.ReadAsync())
            {
                if (delivery.IsRevoked)
                {
                    yield return new WatchedFrame(new QueueFrame { Index = delivery.Index, RequestId = "", PutAt = Now }, delivery.Epoch, IsRevoked: true);
                    continue;
                }

                if (await FrameAsync(delivery.Index, cancellationToken) is not { } frame)
                    continue;
                if (!request.IsByReference)
                {
                    if (await payloads.ResolveAsync(frame, cancellationToken) is { } whole)
                        frame = whole;
                    else if (StandingOf(frame.Index) is null)
                        continue;
                    else
                        frame = frame with { Reason = PayloadGone };
                }

                if (request.AutoCommit && await CommitAsync(delivery.Index, request.Consumer, delivery.Epoch, cancellationToken) != CommitVerdict.Accepted)
                    continue;
                yield return new WatchedFrame(frame with { Deliveries = delivery.Deliveries }, delivery.Epoch);
            }
        }
        finally
        {
            lock (_gate)
            {
                group.Leave(watcher, Now);
                if (!group.IsKept && group.Frames.Consumers.Count == 0)
                    group.EmptySince = Now;
            }

            Tick();
        }
    }

    public async Task<CommitVerdict> CommitAsync(long index, ConsumerName consumer, long? epoch, CancellationToken cancellationToken)
    {
        var verdict = BeginCommit(index, consumer, epoch, out var isLast);
        if (verdict != CommitVerdict.Accepted)
            return verdict;
        try
        {
            if (!isLast)
                isLast = EndCommit(index, consumer, isStored: true);
            if (isLast)
                await store.EndAsync(Id, [index], new FrameEnd(FrameOutcome.Committed, Now), [], cancellationToken);
        }
        catch (Exception exception)
        {
            CommitFailed(index, consumer);
            if (exception is FrameEndedException)
                return CommitVerdict.Gone;
            throw;
        }

        if (isLast)
            Forget(index);
        return verdict;
    }

    /// <param name="isLast">With it the frame leaves the stream, which is to be stored.</param>
    public CommitVerdict BeginCommit(long index, ConsumerName consumer, long? epoch, out bool isLast)
    {
        lock (_gate)
        {
            isLast = !_groups.Values.Any(group => group.Name != consumer.Group && group.Frames.Contains(index));
            // A client that never watched has no group; it may commit what nobody has.
            if (!_groups.TryGetValue(consumer.Group, out var own))
                return _groups.Values.Any(group => group.Frames.HolderOf(index) is not null) ? CommitVerdict.Fenced : isLast ? CommitVerdict.Accepted : CommitVerdict.Gone;
            return own.Frames.BeginCommit(index, consumer.Uid, epoch);
        }
    }

    /// <summary>What was begun could not be stored. Somebody else may have ended the frame, which is told to all that had it.</summary>
    public void CommitFailed(long index, ConsumerName consumer) => EndCommit(index, consumer, isStored: false);

    /// <returns>No group has the frame any more.</returns>
    private bool EndCommit(long index, ConsumerName consumer, bool isStored)
    {
        bool isLast;
        lock (_gate)
        {
            _groups.GetValueOrDefault(consumer.Group)?.Frames.EndCommit(index, isStored, Now);
            isLast = !_groups.Values.Any(group => group.Frames.Contains(index));
        }

        Pump();
        return isLast;
    }

    public async Task<bool> RejectAsync(long index, ConsumerName consumer, long? epoch, string code, string? reason, CancellationToken cancellationToken)
    {
        LeaseEnd? end;
        lock (_gate)
            end = _groups.GetValueOrDefault(consumer.Group)?.Frames.Reject(index, consumer.Uid, epoch, code, reason, Now);
        if (end is not { } ended)
            return false;
        await StoreAsync(consumer.Group, ended);
        Tick();
        return true;
    }

    public bool Holds(long index, ConsumerName consumer, long epoch)
    {
        lock (_gate)
        {
            if (_groups.GetValueOrDefault(consumer.Group)?.Frames is not { } frames || !frames.Holds(index, consumer.Uid, epoch))
                return false;
            frames.Beat(consumer.Uid, Now);
            return true;
        }
    }

    public void Drain(ConsumerName consumer, bool drains)
    {
        lock (_gate)
            _groups.GetValueOrDefault(consumer.Group)?.Frames.Drain(consumer.Uid, drains);
        Pump();
    }

    public void Lose(ConsumerName consumer)
    {
        List<(string, LeaseEnd)> ended;
        lock (_gate)
            ended = [.. _groups.GetValueOrDefault(consumer.Group)?.Lose(consumer.Uid, Now).Select(end => (consumer.Group, end)) ?? []];
        Store(ended);
        Pump();
    }

    public void Beat(ConsumerName consumer)
    {
        lock (_gate)
            _groups.GetValueOrDefault(consumer.Group)?.Frames.Beat(consumer.Uid, Now);
    }
}
