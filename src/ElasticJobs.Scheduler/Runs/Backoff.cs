namespace ElasticJobs.Scheduler.Runs;

/// <summary>How long to wait before something that went wrong is tried again: 1 s, doubled each time up to 5 min, up to a quarter more by chance so that many don't come back at once.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="failures">In a row so far, from 1.</param>
    public static TimeSpan After(int failures)
    {
        var seconds = First.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20));
        return TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds) * (1 + (Random.Shared.NextDouble() / 4)));
    }
}
