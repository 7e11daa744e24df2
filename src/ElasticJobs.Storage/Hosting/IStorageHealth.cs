namespace ElasticJobs.Storage.Hosting;

/// <summary>Whether the database answers: what <c>/readyz</c> tells.</summary>
public interface IStorageHealth
{
    /// <summary>Reads from the database. Answers within about 5 s and never throws for the database's sake.</summary>
    Task<StorageHealth> CheckAsync(CancellationToken cancellationToken);
}

/// <param name="Problem">Why it can't be read. Null: it can.</param>
public sealed record StorageHealth(string? Problem)
{
    public bool IsHealthy => Problem is null;
}
