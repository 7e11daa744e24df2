using System.Runtime.CompilerServices;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>Subscribes, then reads what is stored and recent, then gives what comes; points that were seen are dropped by their time.</summary>
internal sealed class SampleFeed(ISampleStore store, IRunStore runs, SampleCollector collector, SampleHub hub, TimeProvider time) : ISampleFeed
{
    /// <summary>Another console's words may be lost; the store is asked after this long a silence.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<IReadOnlyList<ResourceSample>> WatchAsync(
        AttemptKey attempt, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var viewer = hub.Open(attempt);
        try
        {
            var recent = collector.Recent(attempt);
            var hasEnded = recent is null && await HasEndedAsync(attempt, cancellationToken);
            var stored = await store.ReadAsync(attempt, since, cancellationToken);
            var last = since;
            var known = stored.Where(sample => recent is not [var first, ..] || sample.At < first.At).Concat(recent ?? []);
            if (Newer(known) is { Count: > 0 } history)
                yield return history;
            while (!hasEnded)
            {
                var arrival = viewer.Reader.WaitToReadAsync(cancellationToken).AsTask();
                while (!await ArrivesAsync(arrival, cancellationToken))
                {
                    if (collector.Recent(attempt) is not null)
                        continue;
                    hasEnded = await HasEndedAsync(attempt, cancellationToken);
                    if (Newer(await store.ReadAsync(attempt, last, cancellationToken)) is { Count: > 0 } missed)
                        yield return missed;
                    if (hasEnded)
                        yield break;
                }

                if (!await arrival)
                    yield break;
                var arrived = new List<ResourceSample>();
                while (viewer.Reader.TryRead(out var sample))
                    arrived.Add(sample);
                if (Newer(arrived) is { Count: > 0 } points)
                    yield return points;
            }

            List<ResourceSample> Newer(IEnumerable<ResourceSample> samples)
            {
                var newer = samples.Where(sample => last is null || sample.At > last).ToList();
                if (newer is [.., var latest])
                    last = latest.At;
                return newer;
            }
        }
        finally
        {
            hub.Close(attempt, viewer);
        }
    }

    /// <returns>False: it was silent for <see cref="LookInterval"/>.</returns>
    private async Task<bool> ArrivesAsync(Task arrival, CancellationToken cancellationToken)
    {
        try
        {
            await arrival.WaitAsync(LookInterval, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>An attempt that the collector doesn't know may be one that it will be told of in a moment, after a restart, or one of another console's.</summary>
    private async Task<bool> HasEndedAsync(AttemptKey attempt, CancellationToken cancellationToken)
    {
        var run = await runs.FindAsync(attempt.Run, cancellationToken);
        return run?.Attempts.FirstOrDefault(candidate => candidate.Key == attempt) is not { } found || TaskTransitions.IsTerminal(found.State);
    }
}
