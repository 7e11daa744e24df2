using ElasticJobs.Core.Leadership;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Leadership;

internal sealed class LeaderAddress(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer, LeaderFence fence) : ILeaderAddress
{
    private static readonly SqlStatement Tell = new("UPDATE leadership SET address = $1 WHERE name = 'scheduler'", Text);

    public Task TellAsync(Uri address, CancellationToken cancellationToken) => writer.WriteAsync([Tell.With(address.AbsoluteUri)], fence.Call, cancellationToken);

    public async Task<Uri?> FindAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var address = await context.Leadership.AsNoTracking().Select(row => row.Address).SingleOrDefaultAsync(cancellationToken);
        return address is null ? null : new Uri(address);
    }
}
