using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Resources;

/// <summary>Points of the resource charts that are kept: one every 15 s per attempt.</summary>
public interface ISampleStore
{
    Task AppendAsync(IReadOnlyList<(AttemptKey Attempt, ResourceSample Sample)> samples, CancellationToken cancellationToken);

    /// <summary>In time order, after <paramref name="since"/> (null: from the first).</summary>
    Task<IReadOnlyList<ResourceSample>> ReadAsync(AttemptKey attempt, DateTimeOffset? since, CancellationToken cancellationToken);
}
