using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>Something to do outside once the change that it came with is committed. Each is idempotent; one that a crash lost is asked for again after the restart.</summary>
public abstract record RunEffect(string PodName)
{
    /// <summary>Ask the runtime for the attempt's pod.</summary>
    public sealed record StartPod(TaskAttempt Attempt, PodSpec Pod) : RunEffect(Pod.Name);

    /// <param name="Grace">Between TERM and KILL; zero: KILL at once.</param>
    public sealed record StopPod(string PodName, TimeSpan Grace) : RunEffect(PodName);

    /// <summary>The pod has ended and its outcome is committed: take in what it left, then remove it.</summary>
    /// <param name="Attempt">Null: nobody knows this pod; just remove it.</param>
    public sealed record ReleasePod(string PodName, TaskAttempt? Attempt) : RunEffect(PodName);
}

/// <summary>What a <see cref="RunMachine"/> decided.</summary>
/// <param name="Change">To be committed before any effect. Null: nothing changed.</param>
/// <param name="NextWake">When the machine wants to be asked again though nothing is told. Null: never.</param>
public sealed record RunStep(RunChange? Change, IReadOnlyList<RunEffect> Effects, DateTimeOffset? NextWake);
