using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>Follows one run, for its states on the canvas. One loop at a time; another run ends it.</summary>
public sealed class RunOverlay(IRunFeed feed, Func<Task> changed) : IAsyncDisposable
{
    private CancellationTokenSource? _stop;
    private Task _following = Task.CompletedTask;

    public RunId? Followed { get; private set; }

    /// <summary>As last told. Null: nothing is followed, or nothing came yet.</summary>
    public RunDetail? Current { get; private set; }

    /// <summary>What went wrong while following. Null: nothing.</summary>
    public Exception? Failure { get; private set; }

    public TaskRun? TaskOf(string task) => Current?.Tasks.FirstOrDefault(candidate => candidate.Task == task);

    /// <param name="run">Null: none.</param>
    public async Task FollowAsync(RunId? run)
    {
        if (run == Followed && Failure is null)
        {
            return;
        }

        await EndAsync();
        (Followed, Current, Failure) = (run, null, null);
        if (run is { } id)
        {
            _stop = new CancellationTokenSource();
            _following = FollowAsync(id, _stop.Token);
        }

        await changed();
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task FollowAsync(RunId run, CancellationToken cancellationToken)
    {
        // Off the caller: the first item must not come before it has returned.
        await Task.Yield();
        try
        {
            await foreach (var detail in feed.WatchAsync(run, cancellationToken))
            {
                if (Current is null || detail.Run.Version > Current.Run.Version)
                {
                    Current = detail;
                    await changed();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Another run is shown, or the page was left.
        }
        catch (Exception exception)
        {
            Failure = exception;
            await changed();
        }
    }

    private async Task EndAsync()
    {
        if (_stop is null)
        {
            return;
        }

        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
        _stop = null;
    }
}
