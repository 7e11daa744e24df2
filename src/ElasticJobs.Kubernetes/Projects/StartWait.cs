using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>Why a pod can't be made yet, though nothing is wrong with it.</summary>
/// <param name="Reason">See <see cref="PodStatus.Reason"/>.</param>
internal sealed record StartWait(string Reason, string Message)
{
    /// <param name="words">The API server's.</param>
    public static StartWait ForQuota(string words) => new(PodStatus.Quota, $"The quota of its namespace is used up: {words}");

    /// <summary>Null: the project's pods may be started.</summary>
    public static StartWait? ForPlace(Project? project) => project switch
    {
        null or { HasNamespace: false } or { State.TakesPods: true } => null,
        { State.Problem: { } problem } => new(PodStatus.Place, $"The place of project '{project.Name}' is not ready: {problem.Message} {problem.Fix}"),
        _ => new(PodStatus.Place, $"Namespace {project.Place!.Namespace} of project '{project.Name}' is being prepared."),
    };

    public static StartWait ForNamespace(ClusterPlace place) => new(PodStatus.Place, $"Namespace {place.Namespace} is gone and is made again.");
}
