using System.Globalization;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>What pods do, and what becomes of the attempt.</summary>
public sealed partial class RunMachine
{
    private readonly HashSet<string> _released = [];

    private void See(PodStatus pod)
    {
        if (!_pods.TryGetValue(pod.Name, out var found))
        {
            RemoveStray(pod, null);
            return;
        }

        var attempt = found.Slot.Attempts[found.Index];
        if (found.Slot.Live != attempt)
            RemoveStray(pod, attempt);
        else if (pod.IsTerminal)
            EndAttempt(found.Slot, AttemptOutcome.Of(pod, StopReason(attempt.StopCause, found.Slot), attempt.StopCause));
        else if (pod.Phase == PodPhase.Running)
            SeeRunning(found.Slot, attempt, pod);
        else
            SeePending(found.Slot, pod);
    }

    private void SeeRunning(TaskSlot slot, TaskAttempt attempt, PodStatus pod)
    {
        if (attempt.State == TaskState.Running)
        {
            SeeProgress(slot, pod);
            return;
        }

        var started = pod.StartedAt ?? _now;
        attempt = Replace(slot, attempt with { State = TaskState.Running, StartedAt = started, Node = pod.Node ?? attempt.Node });
        Move(slot, TaskState.Running, "running", Scheduler);
        slot.Row = slot.Row with { StartedAt = slot.Row.StartedAt ?? started, Reason = null };
        WatchTime(slot, attempt);
        SeeProgress(slot, pod);
    }

    private void SeeProgress(TaskSlot slot, PodStatus pod)
    {
        if (PodWords.Running(pod) is not { } reason || slot.Row.Reason?.Message == reason.Message)
            return;
        slot.Row = slot.Row with { Reason = reason };
        Touch(slot);
    }

    /// <summary>Passes on the runtime's words about a pod that can't run yet.</summary>
    private void SeePending(TaskSlot slot, PodStatus pod)
    {
        if (slot.Live is not { State: TaskState.Starting, StopCause: null } || PodWords.Pending(pod) is not { } reason || slot.Row.Reason?.Message == reason.Message)
            return;
        slot.Row = slot.Row with { Reason = reason };
        Touch(slot);
    }

    /// <summary>A pod whose attempt has ended or was never known: it must not run, and is removed once it does not.</summary>
    private void RemoveStray(PodStatus pod, TaskAttempt? attempt)
    {
        if (!pod.IsTerminal)
            _effects.Add(new RunEffect.StopPod(pod.Name, TimeSpan.Zero));
        else if (_released.Add(pod.Name))
            _effects.Add(new RunEffect.ReleasePod(pod.Name, attempt));
    }

    /// <summary>Compares the attempts that should be there with the pods that are.</summary>
    private void Adopt(IReadOnlySet<string> pods)
    {
        foreach (var slot in _slots)
        {
            if (slot.Live is not { } live)
                continue;
            if (pods.Contains(live.PodName))
                Resend(slot, live);
            else if (PodManifest.Read(live.Manifest) is { QueueTask: not null } pod)
                FindAgain(slot, live, pod);
            else if (live.StopCause is { } cause)
                EndAttempt(slot, StoppedOutcome(cause, slot));
            else if (live.State == TaskState.Running)
                EndAttempt(slot, AttemptOutcome.Lost("The runtime no longer knows its pod; nobody knows how it ended."));
            else
                _effects.Add(new RunEffect.StartPod(live, PodManifest.Read(live.Manifest)));
        }
    }

    /// <summary>A task in a queue outlives the console that told of its pod: to start it again is to look for it.</summary>
    private void FindAgain(TaskSlot slot, TaskAttempt live, PodSpec pod)
    {
        if (live.StopCause is null)
            _effects.Add(new RunEffect.StartPod(live, pod));
        else
            Resend(slot, live);
    }

    /// <summary>A stop that was committed may not have been sent.</summary>
    private void Resend(TaskSlot slot, TaskAttempt live)
    {
        if (live.StopCause is not null)
            SendStop(slot, live, _run.StopRequest == StopRequest.Kill);
    }

    private void EndLive(string pod, Func<TaskSlot, TaskAttempt, AttemptOutcome> outcome)
    {
        if (_pods.TryGetValue(pod, out var found) && found.Slot.Live is { } live && live.PodName == pod)
            EndAttempt(found.Slot, outcome(found.Slot, live));
    }

    private void EndAttempt(TaskSlot slot, AttemptOutcome outcome)
    {
        var live = slot.Attempts[^1];
        var attempt = Replace(slot, live with
        {
            State = outcome.State,
            StartedAt = live.StartedAt ?? outcome.StartedAt,
            FinishedAt = outcome.FinishedAt ?? _now,
            ExitCode = outcome.ExitCode,
            Node = outcome.Node ?? live.Node,
            Reason = outcome.Reason,
            Outputs = outcome.Outputs,
        });
        _live--;
        _released.Add(attempt.PodName);
        _effects.Add(new RunEffect.ReleasePod(attempt.PodName, attempt));
        slot.Row = slot.Row with { StartedAt = slot.Row.StartedAt ?? attempt.StartedAt, ExitCode = outcome.ExitCode };
        if (DelayBeforeNext(slot, outcome) is { } delay)
            QueueAgain(slot, outcome, delay);
        else
            FinishAttempted(slot, outcome, attempt);
    }

    private TimeSpan? DelayBeforeNext(TaskSlot slot, AttemptOutcome outcome) =>
        _run.StopRequest != StopRequest.None || IsOverdue ? null : RetryRules.DelayAfter(slot.Spec.Retry, outcome.RetriedOn, slot.Row.Tries);

    private void QueueAgain(TaskSlot slot, AttemptOutcome outcome, TimeSpan delay)
    {
        slot.Row = slot.Row with { NotBefore = delay > TimeSpan.Zero ? _now + delay : null };
        var seconds = delay.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
        var next = (slot.Row.Attempt + 1).ToString(CultureInfo.InvariantCulture);
        var reason = new TaskReason(ReasonCodes.Backoff, $"{outcome.Reason?.Message} Attempt {next} starts {seconds} s after that.", seconds, next);
        Queue(slot, reason, outcome.Reason?.Code ?? ReasonCodes.Backoff);
    }

    private void FinishAttempted(TaskSlot slot, AttemptOutcome outcome, TaskAttempt attempt)
    {
        slot.Row = slot.Row with
        {
            FinishedAt = attempt.FinishedAt,
            Outputs = outcome.State == TaskState.Succeeded ? outcome.Outputs : slot.Row.Outputs,
        };
        var actor = attempt.StopCause == StopCauses.Stopped ? _run.StopRequestedBy ?? Scheduler : Scheduler;
        Finish(slot, outcome.State, outcome.Reason, actor);
    }
}
