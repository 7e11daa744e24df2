using System.Runtime.CompilerServices;
using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Live runs, from what is committed. A change only wakes a viewer, who then takes the run whole: from memory while it is active, else from the store.</summary>
internal sealed class RunFeed(ActiveRuns active, IRunStore store, Broadcaster<RunId, Run> broadcaster, Lead lead, TimeProvider time) : IRunFeed
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<RunDetail> WatchAsync(RunId run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var changes = broadcaster.Subscribe(run);
        var told = long.MinValue;
        var at = time.GetTimestamp();
        while (await FindAsync(run, cancellationToken) is { } detail)
        {
            if (detail.Run.Version > told)
            {
                told = detail.Run.Version;
                at = time.GetTimestamp();
                yield return detail;
            }

            if (detail.Run.IsFinished)
                yield break;
            await ChangeAsync(changes, cancellationToken);
            var rest = Interval - time.GetElapsedTime(at);
            if (rest > TimeSpan.Zero)
                await Task.Delay(rest, time, cancellationToken);
        }
    }

    public async IAsyncEnumerable<Run> WatchProjectAsync(string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var changes = broadcaster.SubscribeToAll(run => run.Project == project);
        while (true)
        {
            foreach (var run in await changes.ReadAsync(cancellationToken))
                yield return run;
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    /// <summary>A change at another console may not have been told here.</summary>
    private async Task ChangeAsync(Subscription<RunId, Run> changes, CancellationToken cancellationToken)
    {
        if (lead.IsHere)
        {
            await changes.ReadAsync(cancellationToken);
            return;
        }

        using var pause = new CancellationTokenSource(LookInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, pause.Token);
        try
        {
            await changes.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Look for oneself.
        }
    }

    private async Task<RunDetail?> FindAsync(RunId run, CancellationToken cancellationToken) =>
        await active.FindAsync(run, cancellationToken) ?? await store.FindAsync(run, cancellationToken);
}
