namespace ElasticJobs.Core.Elasticity;

/// <summary>Tasks that a service's queue had lately, as far as it remembers them.</summary>
public interface ITaskHistory
{
    /// <summary>In the order in which they were put.</summary>
    /// <param name="limit">The newest so many.</param>
    Task<IReadOnlyList<PastTask>> ReadAsync(string service, DateTimeOffset since, int limit, CancellationToken cancellationToken);
}

/// <param name="DoneAt">Null: it is not done, or was not done by an instance.</param>
/// <param name="Duration">How long an instance worked on it. Null: it has no result that says so.</param>
public sealed record PastTask(DateTimeOffset PutAt, DateTimeOffset? DoneAt, TimeSpan? Duration);
