using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.Queue;

/// <param name="Next">Index at which the next page begins. Null: this is the last one.</param>
internal sealed record FramePage(IReadOnlyList<QueueFrame> Frames, long? Next)
{
    public const int Size = 25;

    /// <param name="at">Index of the first frame. Null: the end of the stream at which the order begins.</param>
    public static async Task<FramePage> ReadAsync(IQueueStream stream, bool oldestFirst, long? at, CancellationToken cancellationToken)
    {
        // One more than is shown says whether there is another page.
        var found = oldestFirst
            ? await LookAsync(stream, at ?? 0, Size + 1, cancellationToken)
            : [.. (await NewestAsync(stream, (at ?? stream.Describe().LastIndex) + 1, Size + 1, cancellationToken)).Reverse()];
        return new FramePage([.. found.Take(Size)], found.Count > Size ? found[Size].Index : null);
    }

    /// <summary>A stream is read upwards only: the index from which so many are left below another is found by halving.</summary>
    private static async Task<IReadOnlyList<QueueFrame>> NewestAsync(IQueueStream stream, long below, int count, CancellationToken cancellationToken)
    {
        var (enough, tooFew) = (below, below);
        IReadOnlyList<QueueFrame> found = [];
        // Mostly there are no gaps, and the first look is the last.
        for (long span = count; found.Count < count && enough > 0; span *= 8)
        {
            tooFew = enough;
            enough = Math.Max(0, below - span);
            found = Below(await LookAsync(stream, enough, count, cancellationToken), below);
        }

        if (found.Count < count || below - enough == count)
            return found;
        while (tooFew - enough > 1)
        {
            var middle = enough + ((tooFew - enough) / 2);
            var above = Below(await LookAsync(stream, middle, count, cancellationToken), below);
            if (above.Count == count)
                (enough, found) = (middle, above);
            else
                tooFew = middle;
        }

        return found;
    }

    private static Task<IReadOnlyList<QueueFrame>> LookAsync(IQueueStream stream, long from, int count, CancellationToken cancellationToken) =>
        stream.GetAsync(from, count, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, cancellationToken);

    private static IReadOnlyList<QueueFrame> Below(IReadOnlyList<QueueFrame> frames, long index) => [.. frames.TakeWhile(frame => frame.Index < index)];
}
