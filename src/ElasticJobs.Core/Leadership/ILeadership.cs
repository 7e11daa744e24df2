namespace ElasticJobs.Core.Leadership;

/// <summary>
/// Which of the consoles on one database acts. Every console serves people; only the one that leads starts and stops pods, collects logs and moves runs.
/// Leading ends with the process, however it ends, so that another takes over.
/// </summary>
public interface ILeadership
{
    /// <summary>Waits until this console leads. One call at a time.</summary>
    Task<ILeaderTerm> LeadAsync(CancellationToken cancellationToken);
}

/// <summary>The time from taking the lead to losing it. Disposing it gives the lead up.</summary>
public interface ILeaderTerm : IAsyncDisposable
{
    /// <summary>Grows with each term over all consoles. What the scheduler writes is refused once a later term has begun.</summary>
    long Epoch { get; }

    /// <summary>Whether this console can be sure now that nobody else leads. False while its word from the database is missing; then nothing must be done outside.</summary>
    bool IsSure { get; }

    /// <summary>Cancelled once another console has led since: this one must not act any more.</summary>
    CancellationToken Deposed { get; }

    /// <summary>Returns once <see cref="IsSure"/> holds.</summary>
    /// <exception cref="OperationCanceledException">Also when deposed.</exception>
    Task WaitUntilSureAsync(CancellationToken cancellationToken);
}

/// <summary>A write of the scheduler was refused, since a later term has begun.</summary>
public sealed class DeposedException() : InvalidOperationException("Another console leads now; nothing of this write was stored.");
