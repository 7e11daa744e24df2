namespace ElasticJobs.Core.Elasticity;

/// <summary>What autoscalers have decided. One console writes; see the leader's fence.</summary>
public interface IDecisionStore
{
    /// <summary>There is one of that service and time: a no-op. No such service any more: a no-op.</summary>
    Task AddAsync(string service, DecisionEntry entry, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    /// <param name="before">Exclusive. Null: from the newest on.</param>
    Task<IReadOnlyList<DecisionEntry>> ListAsync(string service, DateTimeOffset? before, int limit, CancellationToken cancellationToken);

    /// <returns>How many.</returns>
    Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
