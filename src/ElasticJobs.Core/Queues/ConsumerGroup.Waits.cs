namespace ElasticJobs.Core.Queues;

/// <summary>About how long frames wait: from how long the last ones took, and how many are worked on at once.</summary>
public sealed partial class ConsumerGroup
{
    /// <summary>Weight of the newest; about the last ten count.</summary>
    private const double Newest = 0.2;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private double? _meanSeconds;

    /// <summary>Null: none was done yet, or nobody is there to work.</summary>
    /// <param name="ahead">Frames that go before it.</param>
    public TimeSpan? WaitBehind(long ahead)
    {
        var atOnce = _consumers.Values.Where(consumer => consumer is { Connection: not null, IsDraining: false }).Sum(consumer => (long)consumer.Window);
        return _meanSeconds is { } mean && atOnce > 0 ? Rounded((ahead + 1) * mean / atOnce) : null;
    }

    private void Learn(FrameEntry done, DateTimeOffset now)
    {
        // One that was given before this process began says nothing.
        if (done is not { Holder: not null, GivenAt: { } given })
            return;
        var seconds = Math.Max(0, (now - given).TotalSeconds);
        _meanSeconds = _meanSeconds is { } mean ? mean + ((seconds - mean) * Newest) : seconds;
    }

    /// <summary>As exact as such a number is, so that it does not change all the time.</summary>
    private static TimeSpan Rounded(double seconds)
    {
        var step = seconds switch { < 10 => 1, < 60 => 5, < 600 => 60, < 36_000 => 600, _ => 3600 };
        return TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds / step) * step, Longest.TotalSeconds));
    }
}
