using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Takes what a task wrote to <c>$EJ_RESULTS</c> before its pod goes.</summary>
internal sealed class ResultCollector(IPodRuntime runtime, ITaskResults results) : IAttemptObserver
{
    public void Started(TaskAttempt attempt, PodSpec pod)
    {
        // Results are read once, at the end.
    }

    public async Task EndedAsync(TaskAttempt attempt, CancellationToken cancellationToken)
    {
        var found = await runtime.ReadResultsAsync(attempt.PodName, cancellationToken);
        if (found.Count > 0)
            await results.SaveAsync(attempt.Key, found, cancellationToken);
    }
}
