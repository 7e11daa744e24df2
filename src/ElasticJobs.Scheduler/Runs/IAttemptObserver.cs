using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Runs;

/// <summary>Follows attempts from their start to their end: log and sample collectors. All that are registered are told.</summary>
public interface IAttemptObserver
{
    /// <summary>The attempt's start is committed, or it was found again after a restart. Returns at once; may be told twice of one attempt.</summary>
    /// <param name="pod">As it is started, with its log directory.</param>
    void Started(TaskAttempt attempt, PodSpec pod);

    /// <summary>The attempt's end is committed and nothing of its pod runs any more. Completes when all that the pod left is taken in;
    /// only then the pod is removed. May be told again after a restart, also of an attempt that was never told to have started. Called again later when it throws.</summary>
    Task EndedAsync(TaskAttempt attempt, CancellationToken cancellationToken);
}
