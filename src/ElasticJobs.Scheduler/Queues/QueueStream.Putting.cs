using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>How frames come in.</summary>
internal sealed partial class QueueStream
{
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
        await MakeRoomAsync(put.MayWait, cancellationToken);
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
        var keeps = frame.Payload is not null;
        var payload = frame.Payload ?? await payloads.WriteAsync(frame.Data, Settings.OffloadBytes, cancellationToken);
        var former = keeps ? null : payload;
        try
        {
            if (!await store.ChangeAsync(Id, frame with { Data = payload is null ? frame.Data : default, Payload = payload }, cancellationToken))
                return false;
            lock (_gate)
            {
                _recent.Remove(frame.Index);
                if (!keeps)
                    former = _offloaded.Remove(frame.Index, out var old) ? old : null;
                if (payload is { } named)
                    _offloaded[frame.Index] = named;
            }
        }
        catch (Exception exception) when (MayBeStored(exception))
        {
            // The frame may name it.
            former = null;
            throw;
        }
        finally
        {
            payloads.Drop(former);
        }

        _changed.Set();
        _moved.Set();
        return true;
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
    private async Task MakeRoomAsync(bool mayWait, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _changed.Next;
            if (Interlocked.Increment(ref _length) <= Settings.MaxLength)
                return;
            GiveRoom();
            switch (Settings.WhenFull)
            {
                case FullPolicy.Block when mayWait:
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
}
