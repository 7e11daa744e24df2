namespace ElasticJobs.Core.Leadership;

/// <summary>Where the console that leads can be reached by the others, for what only it can answer.</summary>
public interface ILeaderAddress
{
    /// <summary>Told by the one that leads.</summary>
    /// <exception cref="DeposedException">It does not lead any more.</exception>
    Task TellAsync(Uri address, CancellationToken cancellationToken);

    /// <summary>Null: nobody leads, or it has not told yet.</summary>
    Task<Uri?> FindAsync(CancellationToken cancellationToken);
}
