using System.Globalization;

namespace ElasticJobs.Core.Runs;

/// <summary>Stop, kill, time limits and retry.</summary>
public sealed partial class RunMachine
{
    private readonly PriorityQueue<Timer, DateTimeOffset> _timers = new();

    /// <summary>The run's own time is up and everything was told to stop for that.</summary>
    private bool _expired;

    /// <summary>How far everything was told to stop because somebody asked.</summary>
    private StopRequest _stopped;

    private bool IsOverdue => _pipeline.Timeout is { } limit && _run.StartedAt + limit <= _now;

    private enum TimerKind
    {
        Backoff,
        AttemptTimeout,
        StartTimeout,
        RunTimeout,
    }

    /// <summary>A stop or kill was asked, and is committed. Done by the next step.</summary>
    public void AskStop(StopRequest request, string actor)
    {
        if (_run.IsFinished || request <= _run.StopRequest)
            return;
        _run = _run with { StopRequest = request, StopRequestedBy = actor };
        _runTouched = true;
    }

    private void StopIfAsked()
    {
        if (_run.StopRequest <= _stopped)
            return;
        _stopped = _run.StopRequest;
        StopAll(StopCauses.Stopped, _stopped == StopRequest.Kill);
    }

    /// <summary>Ends everything: what has not begun at once, what runs by a stop whose cause is committed first.</summary>
    private void StopAll(string cause, bool kill)
    {
        foreach (var slot in _slots)
        {
            if (slot.Live is { } live)
                Stop(slot, live, cause, kill);
            else if (!slot.Row.IsFinished)
                Finish(slot, TaskState.Stopped, StopReason(cause, slot), _run.StopRequestedBy ?? Scheduler);
        }
    }

    private void Stop(TaskSlot slot, TaskAttempt live, string cause, bool kill)
    {
        if (live.StopCause is null)
            live = Replace(slot, live with { StopCause = cause });
        SendStop(slot, live, kill);
    }

    private void SendStop(TaskSlot slot, TaskAttempt live, bool kill)
    {
        var wanted = kill ? StopRequest.Kill : StopRequest.Stop;
        if (slot.Sent >= wanted)
            return;
        slot.Sent = wanted;
        _effects.Add(new RunEffect.StopPod(live.PodName, kill ? TimeSpan.Zero : PodManifest.Read(live.Manifest).Grace));
    }

    private AttemptOutcome StoppedOutcome(string cause, TaskSlot slot) => AttemptOutcome.Stopped(cause, StopReason(cause, slot));

    private TaskReason? StopReason(string? cause, TaskSlot slot) => cause switch
    {
        null => null,
        StopCauses.Timeout => TimeReason(ReasonCodes.Timeout, "It ran longer than its timeout of", slot.Spec.Timeout),
        StopCauses.StartTimeout => StartTimeoutReason(slot),
        StopCauses.RunTimeout => TimeReason(ReasonCodes.RunTimeout, "The run took longer than its timeout of", _pipeline.Timeout),
        _ => new TaskReason(ReasonCodes.Stopped, $"Stopped by {_run.StopRequestedBy ?? Scheduler}.", _run.StopRequestedBy ?? Scheduler),
    };

    /// <summary>With the last words of the runtime about why it waited.</summary>
    private static TaskReason StartTimeoutReason(TaskSlot slot)
    {
        var limit = slot.Spec.StartTimeout?.ToString("c", CultureInfo.InvariantCulture) ?? "";
        var words = slot.Row.Reason is { Code: ReasonCodes.Pending or ReasonCodes.StartTimeout, Args: [.., var told] } ? told : "";
        return new TaskReason(ReasonCodes.StartTimeout, $"It did not run within its startTimeout of {limit}. {words}".TrimEnd(), limit, words);
    }

    private static TaskReason TimeReason(string code, string message, TimeSpan? limit)
    {
        var text = limit?.ToString("c", CultureInfo.InvariantCulture) ?? "";
        return new TaskReason(code, $"{message} {text}.", text);
    }

    private void WatchAttemptTime(TaskSlot slot, TaskAttempt attempt)
    {
        if (slot.Spec.Timeout is { } limit && attempt.StopCause is null)
            _timers.Enqueue(new Timer(TimerKind.AttemptTimeout, slot, attempt.Key.Number), (attempt.StartedAt ?? attempt.CreatedAt) + limit);
    }

    /// <summary>Of a live attempt: how long it may take to run, or how long it may run.</summary>
    private void WatchTime(TaskSlot slot, TaskAttempt attempt)
    {
        if (attempt.State == TaskState.Running)
            WatchAttemptTime(slot, attempt);
        else if (slot.Spec.StartTimeout is { } limit && attempt.StopCause is null)
            _timers.Enqueue(new Timer(TimerKind.StartTimeout, slot, attempt.Key.Number), attempt.CreatedAt + limit);
    }

    private void WatchRunTime()
    {
        if (_pipeline.Timeout is { } limit && _run.StartedAt is { } started)
            _timers.Enqueue(new Timer(TimerKind.RunTimeout, null, _round), started + limit);
    }

    private void FireTimers()
    {
        while (_timers.TryPeek(out var timer, out var due) && (due <= _now || !IsWanted(timer)))
        {
            _timers.Dequeue();
            if (IsWanted(timer))
                Fire(timer);
        }
    }

    private bool IsWanted(Timer timer) => timer switch
    {
        { Kind: TimerKind.RunTimeout } => timer.Number == _round && !_run.IsFinished && !_expired && _run.StopRequest == StopRequest.None,
        { Kind: TimerKind.Backoff, Slot: { } slot } => slot.Row.State == TaskState.Queued && slot.Row.Attempt == timer.Number && slot.Row.NotBefore is not null,
        { Kind: TimerKind.StartTimeout, Slot.Live.State: not TaskState.Starting } => false,
        { Slot.Live: { StopCause: null } live } => live.Key.Number == timer.Number,
        _ => false,
    };

    private void Fire(Timer timer)
    {
        switch (timer)
        {
            case { Kind: TimerKind.Backoff, Slot: { } slot }:
                slot.Row = slot.Row with { NotBefore = null };
                Enqueue(slot);
                break;
            case { Kind: TimerKind.AttemptTimeout, Slot: { Live: { } live } slot }:
                Stop(slot, live, StopCauses.Timeout, kill: false);
                break;
            case { Kind: TimerKind.StartTimeout, Slot: { Live: { } live } slot }:
                Stop(slot, live, StopCauses.StartTimeout, kill: false);
                break;
            case { Kind: TimerKind.RunTimeout } when _unfinished > 0:
                _expired = true;
                StopAll(StopCauses.RunTimeout, kill: false);
                break;
        }
    }

    private static bool IsRetryRoot(TaskState state) => EdgeConditions.HasFailed(state) || state == TaskState.Stopped;

    /// <summary>What failed, timed out, was stopped or could not start begins anew, and so does all that follows it; the rest keeps its outputs.</summary>
    private void Retry(string actor)
    {
        if (!CanRetry)
            return;
        _round++;
        _expired = false;
        _stopped = StopRequest.None;
        MoveRun(RunState.Running, "retry", actor);
        _run = _run with { StopRequest = StopRequest.None, StopRequestedBy = null, Reason = null, StartedAt = _now, FinishedAt = null };
        foreach (var place in _graph.WithDownstream(_slots.Where(slot => IsRetryRoot(slot.Row.State)).Select(slot => slot.Place)))
            Reset(_slots[place], actor);
        WatchRunTime();
        foreach (var slot in _slots.Where(slot => slot.Row.State == TaskState.Waiting))
        {
            slot.Remaining = _graph.Upstream[slot.Place].Count(edge => !_slots[edge.From].Row.IsFinished);
            if (slot.Remaining == 0)
                _toJudge.Enqueue(slot);
        }
    }

    private void Reset(TaskSlot slot, string actor)
    {
        Move(slot, TaskState.Waiting, "retry", actor);
        _outputs.Remove(slot.Spec.Id);
        _unfinished++;
        slot.Row = new TaskRun { Run = _run.Id, Task = slot.Spec.Id, State = TaskState.Waiting, Attempt = slot.Row.Attempt };
    }

    /// <param name="Number">Of the attempt, or of the round for the run's own timer: a timer that was set for an earlier one is not wanted any more.</param>
    private readonly record struct Timer(TimerKind Kind, TaskSlot? Slot, int Number);
}
