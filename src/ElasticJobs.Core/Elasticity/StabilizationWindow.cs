namespace ElasticJobs.Core.Elasticity;

/// <summary>The most cautious number that was recommended at any moment of a window that ends now: the greatest for scaling in, the smallest for scaling out.</summary>
/// <remarks>
/// A recommendation holds until the next one, not only at its own moment as in Kubernetes, which asks at fixed intervals: after an hour of steady load the window begins when the load ends.
/// Only recommendations that can still decide are kept, each more cautious than all after it, so there are never more than there are numbers.
/// </remarks>
internal sealed class StabilizationWindow(bool keepsGreatest)
{
    private readonly LinkedList<Entry> _entries = [];

    /// <param name="window">Zero: only what is recommended now counts.</param>
    /// <returns>The number, and when it ceases to count; null while it is what is recommended now.</returns>
    public (int Value, DateTimeOffset? Until) Recommend(int value, TimeSpan window, DateTimeOffset now)
    {
        if (_entries.Last is { Value.End: null } open)
            open.Value = open.Value with { End = now };
        while (_entries.Last is { } last && (keepsGreatest ? last.Value.Value <= value : last.Value.Value >= value))
            _entries.RemoveLast();
        _entries.AddLast(new Entry(value, null));
        while (_entries.First is { Value.End: { } end } && end + window <= now)
            _entries.RemoveFirst();
        var first = _entries.First!.Value;
        return (first.Value, first.End + window);
    }

    private readonly record struct Entry(int Value, DateTimeOffset? End);
}
