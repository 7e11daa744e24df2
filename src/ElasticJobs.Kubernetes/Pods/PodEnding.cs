using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>How a pod ended, in words.</summary>
internal static class PodEnding
{
    public const int KilledCode = 128 + 9;

    /// <summary>Its main container has ended.</summary>
    public static PodStatus Of(PodStatus status, V1Pod pod, V1ContainerTerminated terminated, bool stopAsked)
    {
        var left = TerminationMessage.Read(terminated.Message);
        var ended = status with
        {
            Phase = terminated.ExitCode == 0 ? PodPhase.Succeeded : PodPhase.Failed,
            FinishedAt = terminated.FinishedAt,
            ExitCode = terminated.ExitCode,
            Outputs = left.Outputs ?? new Dictionary<string, string>(),
            Message = left.Ignored,
        };
        if (terminated.ExitCode == 0)
            return left.TooLarge is null ? ended : ended with { Phase = PodPhase.Failed, Outputs = null, Reason = PodStatus.OutputsTooLarge, Message = left.TooLarge };
        if (left.Refusal is { } refusal)
            return ended with { Reason = PodStatus.StartError, Message = refusal };
        return OfPod(ended, pod, stopAsked) ?? OfContainer(ended, pod.Spec?.Containers is [var main, ..] ? main : null, terminated, stopAsked);
    }

    /// <summary>One of its init containers has failed, so the others never begin.</summary>
    public static PodStatus OfInit(PodStatus status, V1Pod pod, V1ContainerStatus init, bool stopAsked)
    {
        var terminated = init.State!.Terminated!;
        var ended = status with { Phase = PodPhase.Failed, FinishedAt = terminated.FinishedAt, ExitCode = terminated.ExitCode };
        if (TerminationMessage.Read(terminated.Message).Refusal is { } refusal)
            return ended with { Reason = PodStatus.StartError, Message = $"Init container '{init.Name}': {refusal}" };
        if (OfPod(ended, pod, stopAsked) is { } ofPod)
            return ofPod;
        var own = OfContainer(ended, pod.Spec?.InitContainers?.FirstOrDefault(container => container.Name == init.Name), terminated, stopAsked);
        return own.Reason is null
            ? own with { Reason = PodStatus.InitFailed, Message = string.Create(CultureInfo.InvariantCulture, $"Init container '{init.Name}' exited with code {terminated.ExitCode}.") }
            : own with { Message = $"Init container '{init.Name}': {own.Message}" };
    }

    /// <summary>The pod has ended, and nothing is known of its container.</summary>
    public static PodStatus WithoutContainer(PodStatus status, V1Pod pod, bool stopAsked)
    {
        var ended = status with { Phase = PodPhase.Lost, FinishedAt = EndOf(pod) };
        return OfPod(ended, pod, stopAsked) ?? ended with
        {
            Reason = PodReasons.Lost,
            Message = $"Its node does not say how it ended ({pod.Status?.Reason ?? pod.Status?.Phase}). {pod.Status?.Message}".TrimEnd(),
        };
    }

    /// <summary>It was deleted before it had a node, so it never ran and never will.</summary>
    public static PodStatus BeforeItBegan(PodStatus status, V1Pod pod, bool stopAsked)
    {
        var ended = status with { Phase = PodPhase.Failed, FinishedAt = EndOf(pod), ExitCode = KilledCode };
        return stopAsked ? Stopped(ended, "Stopped before it began.") : ended with { ExitCode = null, Reason = PodStatus.Deleted, Message = "Somebody deleted its pod before it began." };
    }

    public static PodStatus NodeLost(PodStatus status, V1Pod pod) => status with
    {
        Phase = PodPhase.Lost,
        FinishedAt = EndOf(pod),
        Reason = PodStatus.NodeLost,
        Message = $"Its node {pod.Spec?.NodeName} is gone or no longer answers, so nobody knows how it ended.",
    };

    /// <summary>Its object is gone, although it should have been held.</summary>
    public static PodStatus Vanished(PodStatus status, DateTimeOffset now) => status with
    {
        Phase = PodPhase.Lost,
        FinishedAt = now,
        Reason = PodStatus.Deleted,
        Message = "Its pod is gone from the cluster before its end was known; somebody removed its finalizer.",
    };

    public static PodStatus Stopped(PodStatus ended, string? message = null) => ended.ExitCode == KilledCode
        ? ended with { Reason = PodReasons.Killed, Message = message ?? "Killed on request." }
        : ended with { Reason = PodReasons.Terminated, Message = message ?? "Stopped on request." };

    /// <summary>What the cluster did to the whole pod. Null: nothing.</summary>
    private static PodStatus? OfPod(PodStatus ended, V1Pod pod, bool stopAsked)
    {
        var disruption = pod.Status?.Condition("DisruptionTarget") is { Status: "True" } condition ? condition : null;
        var message = disruption?.Message ?? pod.Status?.Message;
        return (disruption?.Reason ?? pod.Status?.Reason) switch
        {
            "DeadlineExceeded" => ended with { Phase = PodPhase.Failed, Reason = PodStatus.DeadlineExceeded, Message = "It ran past its deadline." },
            "Evicted" or "TerminationByKubelet" or "EvictionByEvictionAPI" => Caused(ended, PodStatus.Evicted, $"The node evicted it: {message}"),
            "Preempting" or "PreemptionByScheduler" => Caused(ended, PodStatus.Preempted, $"A pod of higher priority took its place: {message}"),
            "NodeLost" or "DeletionByTaintManager" or "DeletionByPodGC" or "Shutdown" or "NodeShutdown" or "Terminated" => Caused(ended, PodStatus.NodeLost, $"Its node is gone or shut down: {message}"),
            { } reason when reason.StartsWith("OutOf", StringComparison.Ordinal) || reason is "UnexpectedAdmissionError" or "NodeAffinity" =>
                Caused(ended, PodStatus.Unschedulable, $"Its node could not take it ({reason}): {message}"),
            // Kubelets may forget a container that they have killed at once, and say that it was never made.
            _ when stopAsked && ended.ExitCode is null && pod.Metadata.DeletionGracePeriodSeconds <= 1 => ended with { Reason = PodReasons.Killed, Message = "Killed on request." },
            _ when stopAsked => Stopped(ended),
            _ when pod.Metadata.DeletionTimestamp is not null => Caused(
                ended, PodStatus.Deleted, "Its pod was deleted: by a person, by a drain of the node, or to make room for a pod of higher priority."),
            _ => null,
        };
    }

    private static PodStatus OfContainer(PodStatus ended, V1Container? container, V1ContainerTerminated terminated, bool stopAsked) => terminated.Reason switch
    {
        "OOMKilled" => ended with { Reason = PodStatus.OutOfMemory, Message = OutOfMemory(container) },
        "StartError" or "ContainerCannotRun" => ended with { Reason = PodStatus.StartError, Message = NotStarted(terminated.Message) },
        "ContainerStatusUnknown" => ended with { Phase = PodPhase.Lost, ExitCode = null, Reason = PodReasons.Lost, Message = "Its node lost track of the container, so nobody knows how it ended." },
        _ when ended.ExitCode == KilledCode && !stopAsked => ended with { Reason = PodReasons.Killed, Message = "Something on the node sent it KILL; often the kernel, because memory ran out." },
        _ => ended,
    };

    private static PodStatus Caused(PodStatus ended, string reason, string message) => ended with { Reason = reason, Message = message };

    private static string OutOfMemory(V1Container? container)
    {
        var limit = container?.Resources?.Limits?.GetValueOrDefault("memory");
        return limit is null ? "It ran out of memory. Raise resources.memory, or use less." : $"It used more memory than its limit of {limit} bytes. Raise resources.memory, or use less.";
    }

    private static string NotStarted(string? message) => message?.Contains("\"sh\"", StringComparison.Ordinal) == true && message.Contains("not found", StringComparison.Ordinal)
        ? "The image has no sh, which runs every task's command. Take an image that has one, e.g. any that is made on Debian or Alpine."
        : $"The container could not be started: {message}";

    private static DateTimeOffset? EndOf(V1Pod pod) =>
        (pod.Status?.Conditions ?? []).Select(condition => condition.LastTransitionTime).Append(pod.Metadata.DeletionTimestamp).Max() ?? pod.Metadata.CreationTimestamp;
}
