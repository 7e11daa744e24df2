using ElasticJobs.Core.Elasticity;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Leadership;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Elasticity;

internal sealed class DecisionStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer, LeaderFence fence) : IDecisionStore
{
    private const int MaximumLimit = 1000;

    private static readonly SqlStatement Insert = new(
        "INSERT INTO scaling_decisions (service, at, entry) SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM deployments WHERE name = $1) ON CONFLICT (service, at) DO NOTHING", Text, Time, Text);

    private static readonly SqlStatement Remove = new("DELETE FROM scaling_decisions WHERE at < $1", Time);

    public Task AddAsync(string service, DecisionEntry entry, CancellationToken cancellationToken) =>
        writer.WriteAsync([Insert.With(service, entry.Decision.At, StoredJson.Of(entry))], fence.Call, cancellationToken);

    public async Task<IReadOnlyList<DecisionEntry>> ListAsync(string service, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ScalingDecisions.AsNoTracking().Where(row => row.Service == service && (before == null || row.At < before))
            .OrderByDescending(row => row.At).Take(Math.Clamp(limit, 1, MaximumLimit)).Select(row => row.Entry).ToListAsync(cancellationToken);
        return [.. rows.Select(StoredJson.ToDecision)];
    }

    public Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => writer.WriteAsync(Remove.With(before), cancellationToken);
}
