using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>Decisions in memory.</summary>
internal sealed class FakeDecisions : IDecisionStore
{
    private readonly Lock _gate = new();
    private readonly List<DecisionEntry> _entries = [];

    /// <summary>How often whole pages were read.</summary>
    public int Pages { get; private set; }

    public void Add(DecisionEntry entry)
    {
        lock (_gate)
            _entries.Add(entry);
    }

    public Task AddAsync(string service, DecisionEntry entry, CancellationToken cancellationToken)
    {
        Add(entry);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DecisionEntry>> ListAsync(string service, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Pages += limit > 1 ? 1 : 0;
            return Task.FromResult<IReadOnlyList<DecisionEntry>>([.. _entries.Where(entry => before is null || entry.Decision.At < before).OrderByDescending(entry => entry.Decision.At).Take(limit)]);
        }
    }

    public Task<int> RemoveAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
