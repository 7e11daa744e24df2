using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>What a pod's object and what we know beside it say about our pod.</summary>
/// <param name="StopAsked">We have asked for its deletion.</param>
/// <param name="Node">What is known of its node, long after it should have ended the deleted pod.</param>
/// <param name="Before">What was told of it last.</param>
/// <param name="Trouble">Why its node can't make it, as far as events say.</param>
internal readonly record struct PodReading(bool StopAsked = false, NodeState Node = NodeState.Unknown, PodStatus? Before = null, string? Trouble = null)
{
    public PodStatus Read(V1Pod pod)
    {
        var main = MainOf(pod);
        var status = new PodStatus
        {
            Name = pod.Metadata.Name ?? "",
            Phase = PodPhase.Pending,
            Labels = LabelValues.Of(pod.Metadata),
            Node = pod.Spec?.NodeName,
            StartedAt = main?.State?.Running?.StartedAt ?? main?.State?.Terminated?.StartedAt ?? Before?.StartedAt,
        };
        if (main?.State?.Terminated is { } terminated)
            return PodEnding.Of(status, pod, terminated, StopAsked);
        if (FailedInitOf(pod) is { } init)
            return PodEnding.OfInit(status, pod, init, StopAsked);
        if (pod.Status?.Phase is "Failed" or "Succeeded")
            return PodEnding.WithoutContainer(status, pod, StopAsked);
        if (pod.Metadata.DeletionTimestamp is not null && HasNeverBegun(pod, main))
            return PodEnding.BeforeItBegan(status, pod, StopAsked);
        if (Node == NodeState.Lost)
            return PodEnding.NodeLost(status, pod);
        if (main?.State?.Running is not null)
            return status with { Phase = PodPhase.Running };
        // A kubelet that was restarted may not know for a moment what it has told already.
        return Before?.Phase == PodPhase.Running ? Before : PodWaiting.Of(status, pod, main, Before, Trouble);
    }

    /// <summary>Of a deleted pod: nobody will ever start its container.</summary>
    private bool HasNeverBegun(V1Pod pod, V1ContainerStatus? main)
    {
        if (pod.Spec?.NodeName is null)
            return true;
        // We never ask for a grace period of zero; its node sets it when it is done.
        return main?.State?.Running is null && Before?.Phase != PodPhase.Running && (Node == NodeState.Answers || (StopAsked && pod.Metadata.DeletionGracePeriodSeconds == 0));
    }

    /// <summary>The init container whose failure is the pod's: of ours, which are never restarted.</summary>
    public static V1ContainerStatus? FailedInitOf(V1Pod? pod) => pod is { Spec.RestartPolicy: "Never", Status.InitContainerStatuses: { } init }
        ? init.FirstOrDefault(container => container.State?.Terminated is { ExitCode: not 0 } terminated && !IsGuess(pod, terminated))
        : null;

    /// <summary>Of an init container: older kubelets say that they lost it as soon as its pod is deleted, while it ends.</summary>
    public static bool IsGuess(V1Pod? pod, V1ContainerTerminated terminated) => terminated.Reason == "ContainerStatusUnknown" && pod?.Metadata.DeletionTimestamp is not null;

    public static V1ContainerStatus? MainOf(V1Pod pod)
    {
        var name = pod.Spec?.Containers is [var first, ..] ? first.Name : ContainerSpec.MainName;
        return pod.Status?.ContainerStatuses?.FirstOrDefault(container => container.Name == name);
    }
}

internal enum NodeState
{
    Unknown,
    Answers,
    Lost,
}
