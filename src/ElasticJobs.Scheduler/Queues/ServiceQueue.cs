using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

internal sealed class ServiceQueue : IServiceQueue, IAsyncDisposable
{
    private readonly IQueueStore _store;
    private readonly TimeProvider _time;
    private readonly QueueStream _input;
    private readonly QueueStream _output;
    private readonly QueueStream _deadLetters;
    private readonly QueuePayloads _payloads;
    private readonly SemaphoreSlim _deadChanges = new(1);

    private ServiceQueue(IReadOnlyDictionary<StreamKind, StreamId> streams, QueueSettings settings, IQueueStore store, IPayloadStore files, QueueLeases leases, TimeProvider time, Func<Guid> newId)
    {
        (_store, _time, _payloads) = (store, time, new QueuePayloads(streams[StreamKind.Input], files, newId));
        var newRequestId = () => newId().ToString("N");
        _input = new QueueStream(streams[StreamKind.Input], settings, store, _payloads, leases, time, newRequestId) { Buried = BuryAsync };
        _output = new QueueStream(streams[StreamKind.Output], settings, store, _payloads, leases, time, newRequestId);
        _deadLetters = new QueueStream(streams[StreamKind.DeadLetter], OfDeadLetters(settings), store, _payloads, leases, time, newRequestId);
    }

    public IQueueStream Input => _input;

    public IQueueStream Output => _output;

    public IQueueStream DeadLetters => _deadLetters;

    public static async Task<ServiceQueue> OpenAsync(
        string service, QueueSettings settings, string? workers, IQueueStore store, IPayloadStore files, QueueLeases leases, TimeProvider time, Func<Guid> newId, CancellationToken cancellationToken)
    {
        var streams = new Dictionary<StreamKind, StreamId>();
        foreach (var kind in Enum.GetValues<StreamKind>())
            streams[kind] = await store.OpenAsync(service, kind, cancellationToken);
        var queue = new ServiceQueue(streams, settings, store, files, leases, time, newId);
        await queue._deadLetters.LoadAsync(null, cancellationToken);
        await queue._output.LoadAsync(null, cancellationToken);
        await queue._input.LoadAsync(workers, cancellationToken);
        return queue;
    }

    public async Task<CommitVerdict> CompleteAsync(long index, ConsumerName consumer, long? epoch, FramePut? result, CancellationToken cancellationToken)
    {
        if (result is null)
            return await _input.CommitAsync(index, consumer, epoch, cancellationToken);
        var frame = await _output.PrepareAsync(result, cancellationToken);
        var verdict = _input.BeginCommit(index, consumer, epoch, out _);
        if (verdict != CommitVerdict.Accepted)
        {
            _output.GiveUp(frame);
            return verdict;
        }

        try
        {
            await _store.EndAsync(_input.Id, [index], new FrameEnd(FrameOutcome.Committed, _time.GetUtcNow()), [(_output.Id, frame)], cancellationToken);
        }
        catch (Exception exception)
        {
            _output.GiveUp(frame, QueueStream.MayBeStored(exception));
            _input.CommitFailed(index, consumer);
            if (exception is FrameEndedException)
                return CommitVerdict.Gone;
            throw;
        }

        _output.Take(frame);
        _input.Forget(index);
        return verdict;
    }

    public async Task<bool> ReportAsync(long index, ConsumerName consumer, long epoch, FramePut report, CancellationToken cancellationToken)
    {
        if (!_input.Holds(index, consumer, epoch))
            return false;
        await _output.PutAsync(report, cancellationToken);
        return true;
    }

    public async Task<Replays> ReplayAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        var count = 0;
        try
        {
            foreach (var index in indexes)
            {
                if (await WithDeadAsync(index, dead => ReplayAsync(dead, new FramePut(dead.Data, dead.Tags, null, dead.Priority, dead.Tenant) { Payload = dead.Payload }, cancellationToken), cancellationToken) is not null)
                    count++;
            }
        }
        catch (Exception exception) when (count > 0 && exception is (RefusedException or OperationCanceledException))
        {
            return new Replays(count, exception);
        }

        return new Replays(count);
    }

    public Task<FramePlace?> ReplayAsync(long index, FramePut edited, CancellationToken cancellationToken) =>
        WithDeadAsync(index, dead => ReplayAsync(dead, Kept(edited, dead), cancellationToken), cancellationToken);

    public Task<bool> EditDeadLetterAsync(long index, FramePut edited, CancellationToken cancellationToken) => WithDeadAsync(
        index,
        dead =>
        {
            var put = Kept(edited, dead);
            return _deadLetters.ChangeAsync(dead with { Data = put.Data, Payload = put.Payload, Tags = Named(put.Tags, dead), Priority = put.Priority, Tenant = put.Tenant }, cancellationToken);
        },
        cancellationToken);

    public int SweepPayloads() => _payloads.Sweep(_time.GetUtcNow());

    /// <summary>See <see cref="QueueStream.Apply"/>.</summary>
    public void Apply(QueueSettings settings)
    {
        if (_input.Settings == settings)
            return;
        _input.Apply(settings);
        _output.Apply(settings);
        _deadLetters.Apply(OfDeadLetters(settings));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in new[] { _input, _output, _deadLetters })
            await stream.DisposeAsync();
        _deadChanges.Dispose();
    }

    private static QueueSettings OfDeadLetters(QueueSettings settings) => settings with { WhenFull = FullPolicy.EvictOldest };

    private async Task BuryAsync(LeaseEnd end)
    {
        if (await _store.FindAsync(_input.Id, end.Index, CancellationToken.None) is not { End: null } frame)
            return;
        var dead = await _deadLetters.PrepareAsync(new FramePut(frame.Data, Named(frame.Tags, frame), null, frame.Priority, frame.Tenant) { Payload = frame.Payload }, CancellationToken.None);
        await MoveAsync(_input, end.Index, FrameOutcome.Dead, _deadLetters, dead with { Deliveries = end.Deliveries, Reason = end.Reason }, frame.Payload, CancellationToken.None);
    }

    private async Task MoveAsync(QueueStream from, long index, FrameOutcome outcome, QueueStream to, QueueFrame frame, PayloadRef? former, CancellationToken cancellationToken)
    {
        var keeps = former is not null && frame.Payload == former;
        try
        {
            await _store.EndAsync(from.Id, [index], new FrameEnd(outcome, _time.GetUtcNow()), [(to.Id, frame)], cancellationToken);
        }
        catch (Exception exception)
        {
            to.GiveUp(frame, keeps || QueueStream.MayBeStored(exception));
            throw;
        }

        from.Forget(index, keepsPayload: keeps);
        to.Take(frame);
    }

    /// <summary>One change of dead letters at a time: the next must not see a file of a payload that this one lets go.</summary>
    /// <returns>Default: it is not there.</returns>
    private async Task<T?> WithDeadAsync<T>(long index, Func<QueueFrame, Task<T>> change, CancellationToken cancellationToken)
    {
        await _deadChanges.WaitAsync(cancellationToken);
        try
        {
            return await _store.FindAsync(_deadLetters.Id, index, cancellationToken) is { End: null } dead ? await change(dead) : default;
        }
        finally
        {
            _deadChanges.Release();
        }
    }

    /// <returns>Null: others were quicker.</returns>
    private async Task<FramePlace?> ReplayAsync(QueueFrame dead, FramePut put, CancellationToken cancellationToken)
    {
        // The input knows its request id as that of one that has ended.
        var frame = await _input.PrepareAsync(put with { Tags = Named(put.Tags, dead), RequestId = null, NotBefore = null }, cancellationToken);
        try
        {
            await MoveAsync(_deadLetters, dead.Index, FrameOutcome.Deleted, _input, frame, dead.Payload, cancellationToken);
        }
        catch (FrameEndedException)
        {
            return null;
        }

        return new FramePlace(frame.Index, frame.Tags[TaskTags.RequestId], IsNew: true);
    }

    /// <summary>A payload that stays is the one that is there now: the file that was there when the edit began may be gone.</summary>
    private static FramePut Kept(FramePut edited, QueueFrame dead) => edited.Payload is null ? edited : edited with { Data = dead.Data, Payload = dead.Payload };

    private static Dictionary<string, string> Named(IReadOnlyDictionary<string, string> tags, QueueFrame of) => new(tags) { [TaskTags.RequestId] = of.Tags.GetValueOrDefault(TaskTags.RequestId, of.RequestId) };
}
