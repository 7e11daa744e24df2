namespace ElasticJobs.Kubernetes.Client;

/// <summary>Waits that double, spread by jitter so that those who failed together don't come back together.</summary>
internal sealed class Backoff(TimeSpan shortest, TimeSpan longest, Random random)
{
    private int _failures;

    /// <summary>Half to all of the shortest wait times 2ⁿ, n being the failures before, at most the longest.</summary>
    public TimeSpan Next()
    {
        var wait = shortest * Math.Pow(2, Math.Min(_failures++, 30));
        return (wait < longest ? wait : longest) * (0.5 + (random.NextDouble() / 2));
    }

    public void Reset() => _failures = 0;
}
