using ElasticJobs.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Hosting;

internal sealed class StorageHealthCheck(IDbContextFactory<ElasticJobsDbContext> contexts, TimeProvider time) : IStorageHealth
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task<StorageHealth> CheckAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(either.Token);
            var there = await context.Projects.AsNoTracking().AnyAsync(either.Token);
            return new StorageHealth(there ? null : "The database has no project yet: it is not initialised.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new StorageHealth("The database did not answer within 5 s.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new StorageHealth($"The database can't be read: {exception.GetBaseException().Message}");
        }
    }
}
