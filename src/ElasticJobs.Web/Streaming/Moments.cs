namespace ElasticJobs.Web.Streaming;

/// <summary>Unix milliseconds that clients give back.</summary>
internal static class Moments
{
    public static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>
    /// The last moment that is told as this number, or the nearest that there is: what comes after it has another one, so that a client that goes on there gets nothing twice.
    /// </summary>
    public static DateTimeOffset EndOf(long milliseconds) => milliseconds >= LatestMilliseconds
        ? DateTimeOffset.MaxValue
        : DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(milliseconds, 0) + 1).AddTicks(-1);
}
