using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>
/// Payloads of one queue that lie in files. A file is there before the frame that names it and goes after it, so what a console that was killed left behind is named by no frame, and is swept.
/// </summary>
internal sealed class QueuePayloads(StreamId queue, IPayloadStore store, Func<Guid> newId)
{
    /// <summary>A console that no longer leads may still be at a put that will be refused.</summary>
    public static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    /// <summary>Those that frames name, and those that are being written.</summary>
    private readonly ConcurrentDictionary<Guid, byte> _live = [];

    /// <summary>A frame that is stored names it.</summary>
    public void Adopt(PayloadRef payload) => _live[payload.Id] = 0;

    /// <returns>Null: it is small enough to stay with its frame.</returns>
    public async Task<PayloadRef?> WriteAsync(ReadOnlyMemory<byte> data, int limit, CancellationToken cancellationToken)
    {
        if (limit == 0 || data.Length <= limit)
            return null;
        var payload = new PayloadRef(newId(), data.Length);
        Adopt(payload);
        try
        {
            await store.WriteAsync(queue, payload, data, cancellationToken);
            return payload;
        }
        catch
        {
            Drop(payload);
            throw;
        }
    }

    /// <summary>No frame names it any more. What can't be deleted now is swept later.</summary>
    public void Drop(PayloadRef? payload)
    {
        if (payload is not { } dropped || !_live.TryRemove(dropped.Id, out _))
            return;
        try
        {
            store.Delete(queue, dropped);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    /// <summary>The frame with its payload. Null: the file is gone.</summary>
    public async Task<QueueFrame?> ResolveAsync(QueueFrame frame, CancellationToken cancellationToken)
    {
        if (frame.Payload is not { } payload)
            return frame;
        return await store.ReadAsync(queue, payload, cancellationToken) is { } data ? frame with { Data = data } : null;
    }

    /// <returns>How many files went that no frame names.</returns>
    public int Sweep(DateTimeOffset now)
    {
        var count = 0;
        foreach (var (payload, _) in store.List(queue).Where(file => now - file.WrittenAt > Young && !_live.ContainsKey(file.Payload.Id)))
        {
            store.Delete(queue, payload);
            count++;
        }

        return count;
    }
}
