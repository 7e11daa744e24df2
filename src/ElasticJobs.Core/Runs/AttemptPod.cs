using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>Makes an attempt's pod of what the pipeline says. Deterministic and without effects.</summary>
/// <param name="outputs">Of all tasks that have succeeded, and of tasks outside the run; valid during the call.</param>
public delegate AttemptPod RenderTask(
    Run run, TaskSpec task, AttemptKey attempt, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> outputs);

/// <param name="Pod">Null: see <paramref name="Refusal"/>. Its log directory is given later.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record AttemptPod(PodSpec? Pod, TaskReason? Refusal)
{
    public static AttemptPod Of(PodSpec pod) => new(pod, null);

    public static AttemptPod Refused(TaskReason reason) => new(null, reason);
}
