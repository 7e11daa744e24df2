using System.Runtime.CompilerServices;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>A run for as long as a page shows it: also after its end, since a retry takes it up again.</summary>
internal static class RunWatch
{
    public static async IAsyncEnumerable<RunDetail> WatchOnAsync(this IRunFeed feed, RunId id, string project, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var changes = feed.WatchProjectAsync(project, over.Token).GetAsyncEnumerator(over.Token);
        // Listens before the run is followed, so that no retry falls between its end and the wait for one.
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            var told = long.MinValue;
            while (true)
            {
                await foreach (var detail in feed.WatchAsync(id, cancellationToken))
                {
                    told = detail.Run.Version;
                    yield return detail;
                }

                var isNewer = false;
                while (!isNewer)
                {
                    if (!await next)
                    {
                        yield break;
                    }

                    isNewer = changes.Current.Id == id && changes.Current.Version > told;
                    next = changes.MoveNextAsync().AsTask();
                }
            }
        }
        finally
        {
            await over.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
