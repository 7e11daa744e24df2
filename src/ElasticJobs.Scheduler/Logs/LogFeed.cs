using System.Runtime.CompilerServices;
using ElasticJobs.Core.Logs;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>Live logs. The store is every viewer's queue: a viewer has a position and no lines of its own, so a slow one costs nothing.</summary>
internal sealed class LogFeed(ILogStore store, LogTails tails, IOptions<LogFeedOptions> options, TimeProvider time) : ILogFeed
{
    /// <summary>A collector's word may be missing (an attempt that it does not know yet); the store is asked at least this often.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<LogBatch> FollowAsync(LogKey key, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limits = options.Value;
        var tail = tails.Open(key);
        try
        {
            var first = await store.ReadAsync(key, from, limits.LinesInBatch, cancellationToken);
            tail.Publish(first.Total, first.IsComplete);
            var batchAt = time.GetTimestamp();
            // Told also when it is empty: a viewer wants to know that it is.
            yield return first;

            var start = first.Lines is [.., var last] ? last.Number + 1 : from < 0 ? first.Total : Math.Min(from, first.Total);
            var position = new ViewerPosition(limits, start, first.Total);
            var told = first.IsComplete;
            while (true)
            {
                var (total, isComplete) = tail.State;
                if (position.Next >= total)
                {
                    if (isComplete)
                    {
                        if (!told)
                            yield return new LogBatch([], total, IsComplete: true);
                        yield break;
                    }
                    await GrownAsync(tail, total, cancellationToken);
                    continue;
                }
                var gap = position.Advance(total);
                if (position.IsLive && limits.BatchInterval - time.GetElapsedTime(batchAt) is var early && early > TimeSpan.Zero)
                {
                    await Task.Delay(early, time, cancellationToken);
                    (total, isComplete) = tail.State;
                    // What is left out grows with the pause, in one gap.
                    if (position.Advance(total) is { } more)
                        gap = (gap?.From ?? more.From, more.To);
                }
                var lines = await tail.ReadAsync(position.Next, limits.LinesInBatch, cancellationToken);
                if (lines.Count == 0)
                {
                    // The files went away under the viewer.
                    await tail.RefreshAsync(cancellationToken);
                    yield break;
                }
                position.Next = lines[^1].Number + 1;
                batchAt = time.GetTimestamp();
                told = isComplete;
                yield return new LogBatch(lines, total, isComplete, gap);
            }
        }
        finally
        {
            tails.Close(key, tail);
        }
    }

    private async Task GrownAsync(LogTail tail, long total, CancellationToken cancellationToken)
    {
        try
        {
            await tail.GrownAsync(total).WaitAsync(RefreshInterval, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            await tail.RefreshAsync(cancellationToken);
        }
    }
}
