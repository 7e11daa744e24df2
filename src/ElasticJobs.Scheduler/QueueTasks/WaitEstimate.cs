using ElasticJobs.Scheduler.Elasticity;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>About how long a task waits, from how many of its queue were done lately. Not for several threads.</summary>
internal sealed class WaitEstimate(TimeProvider time)
{
    private readonly RateMeter _rate = new(time);
    private long _done;

    public void Done() => _done++;

    /// <param name="position">From 1.</param>
    /// <returns>Null: nothing was done lately.</returns>
    public TimeSpan? Of(long position) => _rate.Of(_done) is > 0 and var rate ? Rounded(position / rate) : null;

    /// <summary>As exact as such a number is, so that it does not change all the time.</summary>
    private static TimeSpan Rounded(double seconds)
    {
        var step = seconds switch { < 10 => 1, < 60 => 5, < 600 => 60, < 36_000 => 600, _ => 3600 };
        return TimeSpan.FromSeconds(Math.Min(Math.Ceiling(seconds / step) * step, TimeSpan.FromDays(30).TotalSeconds));
    }
}
