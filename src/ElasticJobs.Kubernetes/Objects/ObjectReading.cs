using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>What an object, its pods and what we know beside them say about our pod.</summary>
internal static class ObjectReading
{
    /// <param name="now">For an end whose time nobody tells.</param>
    public static PodStatus Read(TrackedObject tracked, DateTimeOffset now)
    {
        if (tracked.State is not { } state)
            return tracked.Status;
        var status = Begin(tracked, state);
        var ended = status with { FinishedAt = ObjectWords.EndOf(state.Json) ?? now };
        if (tracked.Terms.Success.Holds(state.Json))
            return ended with { Phase = PodPhase.Succeeded, Reason = null, StartedAt = ended.StartedAt ?? StartOf(state) };
        var hasFailed = tracked.Terms.Failure?.Holds(state.Json) == true;
        if (tracked.IsGone || tracked.IsGivenUp || (state.HasGone && !tracked.HasRunningPods))
            return hasFailed && !tracked.StopAsked ? Failed(ended, tracked, state.Json) : Deleted(ended with { FinishedAt = now }, tracked);
        if (hasFailed && !state.IsDeleted)
            return Failed(ended, tracked, state.Json);
        return status with { Phase = HasBegun(tracked, state) ? PodPhase.Running : PodPhase.Pending, Message = state.IsDeleted ? "It is being deleted." : status.Message };
    }

    private static PodStatus Begin(TrackedObject tracked, ObjectState state)
    {
        var pods = tracked.MembersInOrder.Select(member => member.Pod.Status).ToList();
        var waiting = pods.FirstOrDefault(pod => pod is { Phase: PodPhase.Pending, Message: not null });
        return new PodStatus
        {
            Name = tracked.Name,
            Phase = PodPhase.Pending,
            Labels = LabelValues.Of(state.Metadata),
            Node = pods.Select(pod => pod.Node).FirstOrDefault(node => node is not null),
            StartedAt = pods.Min(pod => pod.StartedAt) ?? (HasBegun(tracked, state) ? StartOf(state) : null),
            Reason = waiting?.Reason,
            Message = waiting?.Message ?? ObjectWords.Progress(state.Json, tracked.Terms.MessagePath) ?? $"{state.Json["kind"]} is made; its controller has not said anything yet.",
        };
    }

    /// <summary>For what has begun. Its pods tell it better, but their news may come after the object's.</summary>
    private static DateTimeOffset? StartOf(ObjectState state) => ObjectWords.StartOf(state.Json) ?? state.Metadata.CreationTimestamp;

    /// <summary>With pods when one of them has; a kind that is not known to make any when its controller has said something.</summary>
    private static bool HasBegun(TrackedObject tracked, ObjectState state) =>
        tracked.Status.Phase == PodPhase.Running
        || tracked.Members.Values.Any(member => member.HasBegun)
        || (tracked is { Terms.Pods: null, Members.IsEmpty: true } && !state.IsOfPodKind && state.Json["status"] is JsonObject { Count: > 0 });

    private static PodStatus Failed(PodStatus ended, TrackedObject tracked, JsonObject json)
    {
        var words = ObjectWords.Message(json, tracked.Terms.MessagePath) ?? $"{json["kind"]} has failed: {tracked.Terms.Failure} holds.";
        var pod = tracked.MembersInOrder.FirstOrDefault(member => member.Pod.Status is { Phase: PodPhase.Failed, ExitCode: not null });
        var cause = pod is null ? "" : $" Pod {pod.Pod.Name} exited with code {pod.Pod.Status.ExitCode}.";
        return ended with { Phase = PodPhase.Failed, Reason = PodStatus.ObjectFailed, Message = cause.Length > 0 && char.IsLetterOrDigit(words[^1]) ? $"{words}.{cause}" : words + cause };
    }

    private static PodStatus Deleted(PodStatus ended, TrackedObject tracked) => (tracked.StopAsked, tracked.IsGone) switch
    {
        (true, _) => ended with { Phase = PodPhase.Failed, Reason = tracked.Grace == TimeSpan.Zero ? PodReasons.Killed : PodReasons.Terminated, Message = "Stopped on request." },
        (_, true) => ended with { Phase = PodPhase.Lost, Reason = PodStatus.Deleted, Message = "Its object is gone from the cluster before its end was known; somebody removed its finalizer." },
        _ => ended with { Phase = PodPhase.Lost, Reason = PodStatus.Deleted, Message = "Somebody deleted its object before it had ended." },
    };
}
