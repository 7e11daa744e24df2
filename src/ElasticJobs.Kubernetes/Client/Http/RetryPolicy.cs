using System.Net;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Which refusals are tried again here: those where the server says when (429, and 5xx with Retry-After), as client-go does it.</summary>
internal static class RetryPolicy
{
    public const int MaxTries = 6;

    /// <summary>A longer wait is the caller's to plan.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>Null: the answer names none.</summary>
    public static TimeSpan? RetryAfterOf(HttpResponseMessage response, TimeProvider time) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>How long to wait before the next try. Null: don't.</summary>
    /// <param name="jitter">0 to 1; spreads those who were all refused at once over another half of the wait.</param>
    public static TimeSpan? NextTry(HttpStatusCode code, TimeSpan? retryAfter, int tries, double jitter)
    {
        if (tries >= MaxTries || !(code == HttpStatusCode.TooManyRequests || ((int)code >= 500 && retryAfter is not null)))
            return null;
        var wait = retryAfter ?? TimeSpan.FromSeconds(1);
        if (wait > LongestWait)
            return null;
        return (wait + TimeSpan.FromMilliseconds(50)) * (1 + (jitter / 2));
    }
}
