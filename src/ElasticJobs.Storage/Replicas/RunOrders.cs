using ElasticJobs.Core;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Leadership;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Replicas;

internal sealed class RunOrders(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer, LeaderFence fence) : IRunOrders
{
    private static readonly SqlStatement Place = new(
        """
        INSERT INTO run_orders (run_id, kind, actor, ordered_at, is_answered) VALUES ($1, $2, $3, $4, $5 <> 0)
        ON CONFLICT (run_id) DO UPDATE SET kind = excluded.kind, actor = excluded.actor, ordered_at = excluded.ordered_at, is_answered = excluded.is_answered,
            refusal_kind = NULL, refusal_code = NULL, refusal_message = NULL, refusal_fix = NULL
        """,
        Id, Text, Text, Time, Whole);

    private static readonly SqlStatement Answer = new(
        "UPDATE run_orders SET is_answered = ($6 <> 0), refusal_kind = $2, refusal_code = $3, refusal_message = $4, refusal_fix = $5 WHERE run_id = $1", Id, Text, Text, Text, Text, Whole);

    private static readonly SqlStatement Take = new("DELETE FROM run_orders WHERE run_id = $1 AND is_answered", Id);

    public Task PlaceAsync(RunOrder order, CancellationToken cancellationToken) =>
        writer.WriteAsync(Place.With(order.Run.Value, order.Kind.ToString(), order.Actor, order.At, 0), cancellationToken);

    public async Task<IReadOnlyList<RunOrder>> ListOpenAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.RunOrders.AsNoTracking().Where(order => !order.IsAnswered).OrderBy(order => order.OrderedAt).ToListAsync(cancellationToken);
        return [.. rows.Select(row => new RunOrder(new RunId(row.RunId), row.Kind, row.Actor, row.OrderedAt))];
    }

    public Task AnswerAsync(RunId run, RefusedException? refusal, CancellationToken cancellationToken) =>
        writer.WriteAsync([Answer.With(run.Value, refusal?.Kind.ToString(), refusal?.Code, refusal?.Message, refusal?.Fix, 1)], fence.Call, cancellationToken);

    public async Task<bool> TakeAnswerAsync(RunId run, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.RunOrders.AsNoTracking().SingleOrDefaultAsync(order => order.RunId == run.Value && order.IsAnswered, cancellationToken);
        if (row is null)
        {
            return false;
        }

        await writer.WriteAsync(Take.With(run.Value), cancellationToken);
        return row.RefusalKind is { } kind ? throw new RefusedException(kind, row.RefusalCode!, row.RefusalMessage!, row.RefusalFix!) : true;
    }
}
