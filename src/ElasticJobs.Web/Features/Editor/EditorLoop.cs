using System.Threading.Channels;

namespace ElasticJobs.Web.Features.Editor;

/// <summary>The page's one loop: checks 150 ms after the last change, keeps the draft 2 s after the first change that is not kept, looks for others' revisions every 10 s.</summary>
public sealed class EditorLoop(TimeProvider time, Func<CancellationToken, Task> validate, Func<CancellationToken, Task> keepDraft, Func<CancellationToken, Task> lookForOthers)
{
    public static readonly TimeSpan ValidateAfter = TimeSpan.FromMilliseconds(150);
    public static readonly TimeSpan DraftAfter = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>The document changed.</summary>
    public void Touch() => _changes.Writer.TryWrite(true);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset? validateAt = null;
        DateTimeOffset? draftAt = null;
        var lookAt = time.GetUtcNow() + LookEvery;
        while (!cancellationToken.IsCancellationRequested)
        {
            if (await WaitAsync(Earliest(lookAt, validateAt, draftAt), cancellationToken))
            {
                validateAt = time.GetUtcNow() + ValidateAfter;
                draftAt ??= time.GetUtcNow() + DraftAfter;
            }

            var now = time.GetUtcNow();
            if (validateAt <= now)
            {
                validateAt = null;
                await validate(cancellationToken);
            }

            if (draftAt <= now)
            {
                draftAt = null;
                await keepDraft(cancellationToken);
            }

            if (lookAt <= now)
            {
                lookAt = now + LookEvery;
                await lookForOthers(cancellationToken);
            }
        }
    }

    /// <summary>True: a change came before that moment.</summary>
    private async Task<bool> WaitAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var delay = until - time.GetUtcNow();
        if (delay <= TimeSpan.Zero)
        {
            return _changes.Reader.TryRead(out _);
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var change = _changes.Reader.WaitToReadAsync(waiting.Token).AsTask();
        var elapsed = Task.Delay(delay, time, waiting.Token);
        await Task.WhenAny(change, elapsed);
        var came = change.IsCompletedSuccessfully;
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return came && _changes.Reader.TryRead(out _);
    }

    private static DateTimeOffset Earliest(DateTimeOffset first, DateTimeOffset? second, DateTimeOffset? third)
    {
        var earliest = second < first ? second.Value : first;
        return third < earliest ? third.Value : earliest;
    }
}
