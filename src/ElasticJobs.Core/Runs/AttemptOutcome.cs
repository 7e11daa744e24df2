using System.Globalization;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>How an attempt ended.</summary>
/// <param name="RetriedOn">Which kind of retry it qualifies for. Null: for none.</param>
internal sealed record AttemptOutcome(TaskState State, TaskReason? Reason, RetryOn? RetriedOn)
{
    public int? ExitCode { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public IReadOnlyDictionary<string, string> Outputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Of a pod that has ended.</summary>
    public static AttemptOutcome Of(PodStatus pod, TaskReason? stopReason, string? stopCause) =>
        (stopCause is null ? Unstopped(pod) : Stopped(stopCause, stopReason)) with
        {
            ExitCode = pod.ExitCode,
            StartedAt = pod.StartedAt,
            FinishedAt = pod.FinishedAt,
            Outputs = pod.Outputs ?? new Dictionary<string, string>(),
        };

    /// <summary>Of an attempt that was told to end for <paramref name="stopCause"/>.</summary>
    public static AttemptOutcome Stopped(string stopCause, TaskReason? reason) => stopCause switch
    {
        StopCauses.Timeout => new(TaskState.TimedOut, reason, RetryOn.Failure),
        StopCauses.RunTimeout => new(TaskState.TimedOut, reason, null),
        _ => new(TaskState.Stopped, reason, null),
    };

    public static AttemptOutcome Lost(string message) => Error(ReasonCodes.Lost, message);

    public static AttemptOutcome StartError(string message) => Error(ReasonCodes.StartError, message);

    private static AttemptOutcome Error(string code, string message) => new(TaskState.Failed, new TaskReason(code, message), RetryOn.Error);

    private static AttemptOutcome Unstopped(PodStatus pod) => pod switch
    {
        { Phase: PodPhase.Succeeded } => new(TaskState.Succeeded, null, null),
        { Phase: PodPhase.Lost } => Lost(pod.Message ?? "The runtime lost its pod; nobody knows how it ended."),
        { Reason: PodStatus.StartError } => StartError(pod.Message ?? "The runtime could not start it."),
        { Reason: PodStatus.OutOfMemory } => Failure(ReasonCodes.OutOfMemory, pod.Message ?? "It used more memory than its limit. Raise resources.memory, or use less."),
        { Reason: PodStatus.OutputsTooLarge } => Failure(ReasonCodes.Outputs, pod.Message ?? "What it left in $EJ_OUTPUTS is too large."),
        _ => Exited(pod),
    };

    private static AttemptOutcome Exited(PodStatus pod)
    {
        var code = pod.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
        return Failure(ReasonCodes.ExitCode, pod.Message is null ? $"It exited with code {code}." : $"It exited with code {code}. {pod.Message}", code);
    }

    private static AttemptOutcome Failure(string code, string message, params IReadOnlyList<string> args) =>
        new(TaskState.Failed, new TaskReason(code, message, args), RetryOn.Failure);
}
