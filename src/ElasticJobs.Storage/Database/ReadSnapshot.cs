using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Storage.Database;

internal static class ReadSnapshot
{
    /// <summary>Until it is disposed, all reads of the context see the database as it was at the first of them. Locks nothing.</summary>
    public static async Task<IAsyncDisposable> BeginReadSnapshotAsync(this DbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.GetDbConnection() is not SqliteConnection sqlite)
        {
            return await context.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        }

        // EF's own call would say BEGIN IMMEDIATE, which waits for the writer.
        await context.Database.OpenConnectionAsync(cancellationToken);
        DbTransaction transaction = sqlite.BeginTransaction(deferred: true);
        return (await context.Database.UseTransactionAsync(transaction, cancellationToken))!;
    }
}
