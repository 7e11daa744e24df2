using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.Pods;

/// <summary><c>spec.json</c>: the order to run a pod, made once and never changed.</summary>
/// <param name="Boot">Id of the machine's boot in which it was given. After another boot nobody knows whether an unclaimed pod ran.</param>
internal sealed record StoredPod(string Boot, DateTimeOffset At, PodSpec Spec)
{
    /// <summary>The container whose exit code is the pod's.</summary>
    public ContainerSpec Main => Spec.Containers.FirstOrDefault(container => container.Name == ContainerSpec.MainName) ?? Spec.Containers[0];
}
