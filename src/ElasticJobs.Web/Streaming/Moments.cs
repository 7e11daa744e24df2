namespace ElasticJobs.Web.Streaming;

/// <summary>Unix milliseconds that clients give back.</summary>
internal static class Moments
{
    public static readonly long LatestMilliseconds = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>The moment, or the nearest that there is.</summary>
    public static DateTimeOffset Of(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(milliseconds, 0, LatestMilliseconds));
}
