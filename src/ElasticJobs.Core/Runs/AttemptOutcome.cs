using System.Collections.Frozen;
using System.Globalization;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>How an attempt ended.</summary>
/// <param name="RetriedOn">Which kind of retry it qualifies for. Null: for none.</param>
internal sealed record AttemptOutcome(TaskState State, TaskReason? Reason, RetryOn? RetriedOn)
{
    /// <summary>Ends that are not the task's own doing, whatever its exit code.</summary>
    private static readonly FrozenDictionary<string, (string Code, string Message)> Infrastructure = new Dictionary<string, (string, string)>
    {
        [PodStatus.Unschedulable] = (ReasonCodes.Unschedulable, "No node fits it."),
        [PodStatus.Quota] = (ReasonCodes.Unschedulable, "The quota of its namespace is used up."),
        [PodStatus.Place] = (ReasonCodes.Unschedulable, "The place of its project is not ready."),
        [PodStatus.ImagePull] = (ReasonCodes.ImagePull, "Its image can't be pulled."),
        [PodStatus.CreateError] = (ReasonCodes.CreateError, "Its container can't be created."),
        [PodStatus.Evicted] = (ReasonCodes.Evicted, "The node was short of a resource and evicted it."),
        [PodStatus.NodeLost] = (ReasonCodes.NodeLost, "Its node is gone or no longer answers."),
        [PodStatus.Preempted] = (ReasonCodes.Preempted, "A pod of higher priority took its place."),
        [PodStatus.Deleted] = (ReasonCodes.Deleted, "Somebody deleted its pod."),
    }.ToFrozenDictionary();

    public int? ExitCode { get; init; }

    public string? Node { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a pod that has ended.</summary>
    public static AttemptOutcome Of(PodStatus pod, TaskReason? stopReason, string? stopCause) =>
        (stopCause is null ? Unstopped(pod) : Stopped(stopCause, stopReason)) with
        {
            ExitCode = pod.ExitCode,
            Node = pod.Node,
            StartedAt = pod.StartedAt,
            FinishedAt = pod.FinishedAt,
            Outputs = pod.Outputs ?? new Dictionary<string, string>(),
        };

    /// <summary>Of an attempt that was told to end for <paramref name="stopCause"/>.</summary>
    public static AttemptOutcome Stopped(string stopCause, TaskReason? reason) => stopCause switch
    {
        StopCauses.Timeout => new(TaskState.TimedOut, reason, RetryOn.Failure),
        StopCauses.StartTimeout => new(TaskState.Failed, reason, RetryOn.Error),
        StopCauses.RunTimeout => new(TaskState.TimedOut, reason, null),
        _ => new(TaskState.Stopped, reason, null),
    };

    public static AttemptOutcome Lost(string message) => Error(ReasonCodes.Lost, message);

    public static AttemptOutcome StartError(string message) => Error(ReasonCodes.StartError, message);

    private static AttemptOutcome Error(string code, string message) => new(TaskState.Failed, new TaskReason(code, message), RetryOn.Error);

    private static AttemptOutcome Unstopped(PodStatus pod) => pod switch
    {
        { Phase: PodPhase.Succeeded } => new(TaskState.Succeeded, null, null),
        { Reason: PodStatus.DeadlineExceeded } => new(TaskState.TimedOut, Told(ReasonCodes.Deadline, pod.Message ?? "It ran past its deadline."), RetryOn.Failure),
        { Reason: { } reason } when Infrastructure.TryGetValue(reason, out var end) => new(TaskState.Failed, Told(end.Code, pod.Message ?? end.Message), RetryOn.Error),
        { Phase: PodPhase.Lost } => Lost(pod.Message ?? "The runtime lost its pod; nobody knows how it ended."),
        { Reason: PodStatus.StartError } => StartError(pod.Message ?? "The runtime could not start it."),
        { Reason: PodStatus.OutOfMemory } => Failure(ReasonCodes.OutOfMemory, pod.Message ?? "It used more memory than its limit. Raise resources.memory, or use less."),
        { Reason: PodStatus.OutputsTooLarge } => Failure(ReasonCodes.Outputs, pod.Message ?? "What it left in $EJ_OUTPUTS is too large."),
        { Reason: PodStatus.ObjectFailed, Message: { } words } => Failure(ReasonCodes.ObjectFailed, words, words),
        { Reason: PodStatus.InitFailed, Message: { } words } => Failure(ReasonCodes.InitFailed, words, words),
        { Reason: PodStatus.QueueTaskFailed, Message: { } words } => Failure(ReasonCodes.QueueTaskFailed, words, words),
        { Reason: PodStatus.DeadLetter, Message: { } words } => Failure(ReasonCodes.DeadLetter, words, words),
        _ => Exited(pod),
    };

    /// <summary>The runtime's own words, which translations repeat.</summary>
    private static TaskReason Told(string code, string message) => new(code, message, message);

    private static AttemptOutcome Exited(PodStatus pod)
    {
        var code = pod.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        return Failure(ReasonCodes.ExitCode, pod.Message is null ? $"It exited with code {code}." : $"It exited with code {code}. {pod.Message}", code);
    }

    private static AttemptOutcome Failure(string code, string message, params IReadOnlyList<string> args) =>
        new(TaskState.Failed, new TaskReason(code, message, args), RetryOn.Failure);
}
