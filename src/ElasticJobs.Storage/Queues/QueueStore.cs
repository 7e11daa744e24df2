using System.Runtime.CompilerServices;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Leadership;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Queues;

internal sealed class QueueStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer, LeaderFence fence, IIdGenerator ids) : IQueueStore
{
    /// <summary>Heads read at once: about a megabyte.</summary>
    private const int HeadsPage = 10_000;

    public async Task<StreamId> OpenAsync(string queue, StreamKind kind, CancellationToken cancellationToken)
    {
        if (await FindStreamAsync(queue, kind, cancellationToken) is { } known)
            return known;
        await writer.WriteAsync([QueueStatements.InsertStream.With(ids.NewId(), queue, kind.ToString())], fence.Call, cancellationToken);
        return await FindStreamAsync(queue, kind, cancellationToken) ?? throw new InvalidOperationException($"The stream {kind} of the queue '{queue}' was deleted while it was opened.");
    }

    public async Task<long> CountAsync(string queue, StreamKind kind, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueueFrames.LongCountAsync(
            frame => frame.Outcome == null && context.QueueStreams.Any(stream => stream.Id == frame.Stream && stream.Queue == queue && stream.Kind == kind), cancellationToken);
    }

    public async Task<long> LastIndexAsync(StreamId stream, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.QueueFrames.Where(frame => frame.Stream == stream.Value).MaxAsync(frame => (long?)frame.Index, cancellationToken) ?? 0;
    }

    public async IAsyncEnumerable<FrameHead> ReadHeadsAsync(StreamId stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        for (long? last = 0; last is { } after;)
        {
            var page = await Open(context, stream, after + 1).Take(HeadsPage)
                .Select(frame => new { frame.Index, frame.Priority, frame.Tenant, frame.NotBefore, frame.Deliveries, frame.Epoch, frame.Holder, frame.Payload })
                .ToListAsync(cancellationToken);
            foreach (var head in page)
                yield return new FrameHead(head.Index, head.Priority, head.Tenant, head.NotBefore, head.Deliveries, head.Epoch, head.Holder, PayloadRef.Parse(head.Payload));
            last = page.Count == HeadsPage ? page[^1].Index : null;
        }
    }

    public async Task<bool> PutAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken) =>
        (await writer.WriteAsync([Insert(stream, frame)], fence.Call, cancellationToken))[0] > 0;

    public async Task<QueueFrame?> FindAsync(StreamId stream, long index, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.QueueFrames.AsNoTracking().SingleOrDefaultAsync(frame => frame.Stream == stream.Value && frame.Index == index, cancellationToken);
        return row?.ToFrame();
    }

    public async Task<QueueFrame?> FindAsync(StreamId stream, string requestId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.QueueFrames.AsNoTracking().SingleOrDefaultAsync(frame => frame.Stream == stream.Value && frame.RequestId == requestId, cancellationToken);
        return row?.ToFrame();
    }

    public async Task<IReadOnlyList<QueueFrame>> ReadAsync(StreamId stream, long from, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Open(context, stream, from).Take(limit).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToFrame())];
    }

    public async Task<bool> ChangeAsync(StreamId stream, QueueFrame frame, CancellationToken cancellationToken) => (await writer.WriteAsync(
        [QueueStatements.Change.With(frame.Data.ToArray(), StoredJson.Of(frame.Tags), frame.Priority, frame.Tenant, frame.Payload?.ToString(), stream.Value, frame.Index)], fence.Call, cancellationToken))[0] > 0;

    public Task LeaseAsync(StreamId stream, IReadOnlyList<FrameLease> leases, CancellationToken cancellationToken) => writer.WriteAsync(
        [.. leases.Select(lease => QueueStatements.Lease.With(lease.Holder, lease.Epoch, lease.Deliveries, stream.Value, lease.Index))], fence.Call, cancellationToken);

    public Task ReturnAsync(StreamId stream, LeaseEnd end, CancellationToken cancellationToken) =>
        writer.WriteAsync([QueueStatements.Return.With(end.Epoch, end.Deliveries, end.NotBefore, end.Reason, stream.Value, end.Index)], fence.Call, cancellationToken);

    public Task EndAsync(StreamId stream, IReadOnlyList<long> indexes, FrameEnd end, IReadOnlyList<(StreamId Stream, QueueFrame Frame)> puts, CancellationToken cancellationToken) => writer.WriteAsync(
        [
            .. indexes.Select(index => QueueStatements.End.With(end.Outcome.ToString(), end.At, stream.Value, index) with { Otherwise = () => new FrameEndedException(index) }),
            .. puts.Select(put => Insert(put.Stream, put.Frame)),
        ],
        fence.Call,
        cancellationToken);

    public Task<int> RemoveEndedAsync(StreamId stream, DateTimeOffset before, CancellationToken cancellationToken) =>
        writer.WriteAsync(QueueStatements.RemoveEnded.With(stream.Value, before), cancellationToken);

    private static IQueryable<QueueFrameRow> Open(ElasticJobsDbContext context, StreamId stream, long from) => context.QueueFrames.AsNoTracking()
        .Where(frame => frame.Stream == stream.Value && frame.Outcome == null && frame.Index >= from)
        .OrderBy(frame => frame.Index);

    private static SqlCall Insert(StreamId stream, QueueFrame frame) => QueueStatements.Insert.With(
        stream.Value, frame.Index, frame.RequestId, frame.Priority, frame.Tenant, StoredJson.Of(frame.Tags), frame.Data.ToArray(), frame.PutAt, frame.NotBefore, frame.Deliveries, frame.Epoch, frame.Holder, frame.Reason, frame.Payload?.ToString());

    private async Task<StreamId?> FindStreamAsync(string queue, StreamKind kind, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var id = await context.QueueStreams.Where(stream => stream.Queue == queue && stream.Kind == kind).Select(stream => (Guid?)stream.Id).SingleOrDefaultAsync(cancellationToken);
        return id is { } found ? new StreamId(found) : null;
    }
}
