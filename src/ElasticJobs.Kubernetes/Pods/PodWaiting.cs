using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Why a pod does not run yet, in words.</summary>
internal static partial class PodWaiting
{
    private const string BackOff = "ImagePullBackOff";

    /// <summary>Reasons of events whose words are nowhere in the pod's object.</summary>
    private static readonly FrozenSet<string> Troubles = FrozenSet.Create(StringComparer.Ordinal, "FailedMount", "FailedAttachVolume", "FailedMapVolume", "FailedCreatePodSandBox");

    public static bool IsTrouble(V1Event told) => told is { Type: "Warning", Reason: { } reason, Message: not null } && Troubles.Contains(reason);

    public static PodStatus Of(PodStatus status, V1Pod pod, V1ContainerStatus? main, PodStatus? before, string? trouble = null)
    {
        if (pod.Status?.Condition("PodScheduled") is { Status: "False" } unscheduled)
            return status with { Reason = unscheduled.Reason == "Unschedulable" ? PodStatus.Unschedulable : null, Message = Unscheduled(unscheduled) };
        var waiting = FirstTrouble(pod) ?? main?.State?.Waiting;
        return waiting?.Reason switch
        {
            BackOff when before is { Reason: PodStatus.ImagePull, Message: not null } => status with { Reason = PodStatus.ImagePull, Message = before.Message },
            "ErrImagePull" or BackOff or "RegistryUnavailable" or "ImageInspectError" => Image(status, $"Its image can't be pulled: {waiting.Message ?? waiting.Reason}"),
            "InvalidImageName" => Image(status, $"The image's name is wrong: {waiting.Message ?? waiting.Reason}"),
            "ErrImageNeverPull" => Image(status, "The image is not on the node, and its pull policy is Never."),
            { } reason when reason.EndsWith("Error", StringComparison.Ordinal) =>
                status with { Reason = PodStatus.CreateError, Message = $"Its container can't be created: {waiting.Message ?? reason}" },
            _ when trouble is not null && pod.Spec?.NodeName is not null => status with { Reason = PodStatus.CreateError, Message = $"Its node can't make it: {trouble}" },
            _ => InitOf(pod) is { } init ? status with { Message = $"Init container '{init}' runs." } : status,
        };
    }

    /// <summary>The init container that runs. Null: none.</summary>
    private static string? InitOf(V1Pod pod) => pod.Status?.InitContainerStatuses?.FirstOrDefault(container => container.State?.Running is not null)?.Name;

    /// <summary>A container that has something to say, before one that merely waits for it.</summary>
    private static V1ContainerWaiting? FirstTrouble(V1Pod pod) =>
        (pod.Status?.InitContainerStatuses ?? []).Concat(pod.Status?.ContainerStatuses ?? [])
        .Select(container => container.State?.Waiting)
        .FirstOrDefault(waiting => waiting?.Reason is not (null or "ContainerCreating" or "PodInitializing"));

    private static PodStatus Image(PodStatus status, string message) => status with { Reason = PodStatus.ImagePull, Message = message };

    private static string? Unscheduled(V1PodCondition condition)
    {
        if (condition.Reason != "Unschedulable")
            return condition.Message;
        var message = condition.Message ?? "the scheduler does not say why.";
        var scarce = Scarce().Matches(message).Select(match => match.Groups["resource"].Value).Distinct(StringComparer.Ordinal).ToList();
        return scarce.Count == 0 ? $"No node fits: {message}" : $"No node fits, {string.Join(" and ", scarce)} {(scarce.Count == 1 ? "is" : "are")} short: {message}";
    }

    [GeneratedRegex(@"Insufficient (?<resource>[\w./-]*\w)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scarce();
}
