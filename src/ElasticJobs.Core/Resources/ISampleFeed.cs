using ElasticJobs.Core.Runs;

namespace ElasticJobs.Core.Resources;

/// <summary>Live resource samples; someone who watches makes them come every 2 s instead of every 15 s.</summary>
public interface ISampleFeed
{
    /// <summary>Stored and recent points after <paramref name="since"/> (null: all), then new ones, until the attempt has ended.</summary>
    IAsyncEnumerable<IReadOnlyList<ResourceSample>> WatchAsync(AttemptKey attempt, DateTimeOffset? since, CancellationToken cancellationToken);
}
