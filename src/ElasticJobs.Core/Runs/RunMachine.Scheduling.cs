using System.Globalization;

namespace ElasticJobs.Core.Runs;

/// <summary>What waits, what may start, what starts.</summary>
public sealed partial class RunMachine
{
    private readonly Queue<TaskSlot> _toJudge = [];

    /// <summary>Queued tasks that may start now, in the order of the document. May hold some that have since been stopped.</summary>
    private readonly PriorityQueue<TaskSlot, int> _ready = new();
    private readonly List<TaskSlot> _newlyReady = [];

    /// <summary>Waiting tasks whose upstream has all ended: each is queued, skipped, or can't run. All edges are judged together, so that the order in which upstream tasks end decides nothing.</summary>
    private void Judge()
    {
        while (_toJudge.TryDequeue(out var slot))
        {
            if (slot.Row.State != TaskState.Waiting)
                continue;
            var (verdict, reason) = JudgeEdges(slot);
            if (verdict == EdgeVerdict.Broken)
                Finish(slot, TaskState.UpstreamFailed, reason);
            else if (verdict == EdgeVerdict.NotNeeded)
                Finish(slot, TaskState.Skipped, reason);
            else if (slot.Spec.Skip)
                Finish(slot, TaskState.Skipped, new TaskReason(ReasonCodes.Skip, "The pipeline says to skip it."));
            else
                Queue(slot, null, "ready");
        }
    }

    private (EdgeVerdict Verdict, TaskReason? Reason) JudgeEdges(TaskSlot slot)
    {
        var worst = (Verdict: EdgeVerdict.Holds, Reason: (TaskReason?)null);
        foreach (var edge in _graph.Upstream[slot.Place])
        {
            var upstream = _slots[edge.From].Row;
            var verdict = EdgeConditions.Judge(edge.When, upstream);
            if (verdict > worst.Verdict)
                worst = (verdict, EdgeReason(verdict, upstream));
        }

        return worst;
    }

    private static TaskReason EdgeReason(EdgeVerdict verdict, TaskRun upstream) => verdict == EdgeVerdict.Broken
        ? new TaskReason(ReasonCodes.Upstream, $"{upstream.Task}, which it comes after, ended as {upstream.State}.", upstream.Task, upstream.State.ToString())
        : new TaskReason(ReasonCodes.Condition, $"Not needed: {upstream.Task} ended as {upstream.State}.", upstream.Task, upstream.State.ToString());

    private void Queue(TaskSlot slot, TaskReason? reason, string cause)
    {
        Move(slot, TaskState.Queued, cause, Scheduler);
        slot.Row = slot.Row with { Reason = reason };
        Enqueue(slot);
    }

    private void Enqueue(TaskSlot slot)
    {
        if (slot.Row.NotBefore is { } due && due > _now)
        {
            _timers.Enqueue(new Timer(TimerKind.Backoff, slot, slot.Row.Attempt), due);
            return;
        }

        _ready.Enqueue(slot, slot.Place);
        _newlyReady.Add(slot);
    }

    private void StartReady()
    {
        WaitsForPermit = false;
        while (_live < _parallelism && _ready.TryPeek(out var slot, out _))
        {
            if (slot.Row.State == TaskState.Queued && !_permits.TryTake(_run.Id))
            {
                WaitsForPermit = true;
                return;
            }

            _ready.Dequeue();
            if (slot.Row.State == TaskState.Queued)
                Start(slot);
        }
    }

    private void Start(TaskSlot slot)
    {
        var key = new AttemptKey(_run.Id, slot.Spec.Id, slot.Row.Attempt + 1);
        var rendered = _render(_run, slot.Spec, key, _outputs);
        if (rendered.Pod is not { } pod)
        {
            Finish(slot, TaskState.Failed, rendered.Refusal);
            return;
        }

        pod = pod with { AvoidNodes = NodesToAvoid(slot) };
        var attempt = new TaskAttempt
        {
            Key = key,
            PodName = pod.Name,
            State = TaskState.Starting,
            CreatedAt = _now,
            Manifest = PodManifest.Write(pod),
        };
        Add(slot, attempt);
        slot.Row = slot.Row with { Attempt = key.Number, Tries = slot.Row.Tries + 1, NotBefore = null, Reason = null };
        slot.Sent = StopRequest.None;
        _live++;
        Move(slot, TaskState.Starting, "start", Scheduler);
        Touch(attempt);
        _effects.Add(new RunEffect.StartPod(attempt, pod));
        WatchTime(slot, attempt);
    }

    /// <summary>Where attempts of this round have failed, if the task asks to keep away from there.</summary>
    private static IReadOnlyList<string> NodesToAvoid(TaskSlot slot) => slot.Spec.Retry is { AvoidNode: true }
        ? [.. slot.Attempts.TakeLast(slot.Row.Tries).Where(attempt => EdgeConditions.HasFailed(attempt.State)).Select(attempt => attempt.Node).OfType<string>().Distinct()]
        : [];

    /// <summary>
    /// Tells tasks that came to the queue in this step and stay in it why, and the next to start when that has changed. The others keep what they were told: which of two limits
    /// holds may change with every step, and a step must not cost all that wait.
    /// </summary>
    private void SayWhatHoldsBack()
    {
        if (_ready.TryPeek(out var next, out _))
        {
            var reason = HeldBack();
            foreach (var slot in _newlyReady.Where(slot => slot.Row.State == TaskState.Queued && slot.Row.Reason?.Code is not (ReasonCodes.Parallelism or ReasonCodes.Capacity)))
                Say(slot, reason);
            if (next.Row.State == TaskState.Queued && next.Row.Reason?.Message != reason.Message)
                Say(next, reason);
        }

        _newlyReady.Clear();
    }

    private TaskReason HeldBack()
    {
        var limit = (WaitsForPermit ? _permits.Limit ?? 0 : _parallelism).ToString(CultureInfo.InvariantCulture);
        return WaitsForPermit
            ? new TaskReason(ReasonCodes.Capacity, $"At most {limit} tasks may be started at once over all runs; older runs come first.", limit)
            : new TaskReason(ReasonCodes.Parallelism, $"At most {limit} tasks of this run may be started at once.", limit);
    }

    private void Say(TaskSlot slot, TaskReason reason)
    {
        slot.Row = slot.Row with { Reason = reason };
        Touch(slot);
    }

    /// <summary>The task has ended; what comes after it is judged once nothing else holds it.</summary>
    private void Finish(TaskSlot slot, TaskState state, TaskReason? reason, string actor = Scheduler)
    {
        Move(slot, state, reason?.Code ?? state.ToString(), actor);
        slot.Row = slot.Row with { Reason = reason, NotBefore = null, FinishedAt = slot.Row.FinishedAt ?? _now };
        if (TaskTransitions.CountsAsSucceeded(state))
            _outputs[slot.Spec.Id] = slot.Row.Outputs;
        _unfinished--;
        foreach (var next in _graph.Downstream[slot.Place])
        {
            if (--_slots[next].Remaining == 0)
                _toJudge.Enqueue(_slots[next]);
        }
    }
}
