namespace ElasticJobs.Storage.Migrations;

/// <summary>Lets one process at a time migrate. The system frees it when its holder dies, which EF's own lock table of SQLite does not do.</summary>
internal interface IMigrationLock
{
    /// <summary>Waits for it.</summary>
    Task<IAsyncDisposable> AcquireAsync(CancellationToken cancellationToken);
}
