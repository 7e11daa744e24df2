using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Runs;

internal static class RetryRules
{
    /// <summary>How long to wait before the next attempt. Null: there is none.</summary>
    /// <param name="tries">Attempts made so far.</param>
    public static TimeSpan? DelayAfter(RetrySpec? retry, RetryOn? happened, int tries)
    {
        if (retry is null || happened is null || tries > retry.Limit || (retry.On != RetryOn.Always && retry.On != happened))
            return null;
        return retry.Backoff?.Before(tries) ?? TimeSpan.Zero;
    }
}
