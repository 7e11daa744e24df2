using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>One of an object's pods.</summary>
/// <param name="IsOwned">False: the selector alone finds it, so that it is never deleted.</param>
internal sealed record MemberPod(TrackedPod Pod, bool IsOwned)
{
    /// <summary>Nothing of it runs, or will.</summary>
    public bool HasEnded => Pod.IsGone || Pod.IsLeft || Pod.Object?.Status?.Phase is "Failed" or "Succeeded" || Pod.Status.Phase == PodPhase.Lost
        || (Pod.Containers is { Count: > 0 } containers && containers.All(container => Pod.HasEnded(container.Name)));

    /// <summary>A container of it runs or has run.</summary>
    public bool HasBegun => Pod.Status.StartedAt is not null || Pod.Status.IsTerminal;

    public void Take(V1Pod found)
    {
        if (Pod.Object is { } known && ObjectVersion.IsOlder(found.Metadata.ResourceVersion, known.Metadata.ResourceVersion))
            return;
        Pod.Object = found;
        if (Pod.Status.Phase != PodPhase.Lost)
            Pod.Status = new PodReading(Before: Pod.Status.Phase == PodPhase.Pending ? Pod.Status : null).Read(found);
    }

    public void Lose() => Pod.IsGone = true;

    /// <summary>Its node does not answer any more, so it never tells its end.</summary>
    public void LoseNode() => Pod.Status = PodEnding.NodeLost(Pod.Status, Pod.Object!);
}
