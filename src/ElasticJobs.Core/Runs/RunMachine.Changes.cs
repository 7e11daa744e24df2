namespace ElasticJobs.Core.Runs;

/// <summary>What a step changes, gathered until it is taken. The only place where a state is set.</summary>
public sealed partial class RunMachine
{
    /// <summary>The actor of what nobody asked for.</summary>
    public const string Scheduler = "scheduler";

    private readonly HashSet<TaskSlot> _touched = [];
    private readonly Dictionary<string, TaskAttempt> _touchedAttempts = [];
    private readonly List<StateChange> _changes = [];
    private List<RunEffect> _effects = [];
    private bool _runTouched;

    /// <summary>Grows with each retry by hand.</summary>
    private int _round;

    private void MoveRun(RunState to, string cause, string actor)
    {
        if (!RunTransitions.Allows(_run.State, to))
            throw new InvalidOperationException($"Run {_run.Id} can't go from {_run.State} to {to}.");
        _changes.Add(new StateChange(_run.Id, 0, null, null, _run.State.ToString(), to.ToString(), _now, cause, actor));
        _run = _run with { State = to };
        _runTouched = true;
    }

    private void Move(TaskSlot slot, TaskState to, string cause, string actor)
    {
        var from = slot.Row.State;
        if (!TaskTransitions.Allows(from, to))
            throw new InvalidOperationException($"Task {slot.Spec.Id} of run {_run.Id} can't go from {from} to {to}.");
        int? attempt = slot.Row.Attempt > 0 ? slot.Row.Attempt : null;
        _changes.Add(new StateChange(_run.Id, 0, slot.Spec.Id, attempt, from.ToString(), to.ToString(), _now, cause, actor));
        slot.Row = slot.Row with { State = to };
        Touch(slot);
    }

    private TaskAttempt Replace(TaskSlot slot, TaskAttempt attempt)
    {
        var index = slot.Attempts.Count - 1;
        var from = slot.Attempts[index].State;
        if (from != attempt.State && !TaskTransitions.Allows(from, attempt.State))
            throw new InvalidOperationException($"Attempt {attempt.Key} can't go from {from} to {attempt.State}.");
        slot.Attempts[index] = attempt;
        Touch(attempt);
        return attempt;
    }

    private void Touch(TaskSlot slot) => _touched.Add(slot);

    private void Touch(TaskAttempt attempt) => _touchedAttempts[attempt.PodName] = attempt;

    private RunStep TakeStep()
    {
        var change = TakeChange();
        var effects = _effects;
        _effects = [];
        return new RunStep(change, effects, NextWake());
    }

    private RunChange? TakeChange()
    {
        if (!_runTouched && _touched.Count == 0 && _touchedAttempts.Count == 0)
            return null;
        _run = _run with { Version = _run.Version + 1 };
        var change = new RunChange(_run, [.. _touched.Select(slot => slot.Row)], [.. _touchedAttempts.Values], [.. _changes]);
        _runTouched = false;
        _touched.Clear();
        _touchedAttempts.Clear();
        _changes.Clear();
        return change;
    }

    private DateTimeOffset? NextWake()
    {
        while (_timers.TryPeek(out var timer, out var due))
        {
            if (IsWanted(timer))
                return due;
            _timers.Dequeue();
        }

        return null;
    }
}
