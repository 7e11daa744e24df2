namespace ElasticJobs.Storage.Hosting;

/// <summary>Makes the database ready. Called once before anything is served.</summary>
public interface IStorageInitializer
{
    /// <summary>
    /// Makes the data directory and the database, brings its tables up to date and makes the default project. Any number of processes may call it at once, and
    /// one that is killed in the middle leaves nothing that stops the next.
    /// </summary>
    /// <exception cref="InvalidOperationException">The database can't be used; the message says why and what to do.</exception>
    Task InitializeAsync(CancellationToken cancellationToken);
}
