using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Runs;

/// <summary>
/// Decides one run: what starts, what ends how, and when the run is over. Pure: it is told what happened and what time it is, and answers with rows to commit and effects to start
/// after that. Everything it needs to go on after a crash is in the rows, so that dropping it at any point and loading it again leads to the same end.
/// </summary>
/// <remarks>Not thread-safe. All work over the life of a run is in proportion to its edges, not to edges times steps.</remarks>
public sealed partial class RunMachine
{
    private readonly RunGraph _graph;
    private readonly TaskSlot[] _slots;
    private readonly PipelineSpec _pipeline;
    private readonly RenderTask _render;
    private readonly int _parallelism;
    private readonly IStartPermits _permits;
    private readonly Dictionary<string, (TaskSlot Slot, int Index)> _pods = [];
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _outputs = [];
    private Run _run;
    private int _live;
    private int _unfinished;
    private DateTimeOffset _now;

    private RunMachine(RunDetail detail, PipelineDocument document, RenderTask render, int maxParallelism, IStartPermits permits)
    {
        _run = detail.Run;
        _render = render;
        _permits = permits;
        _pipeline = document.Spec;
        _parallelism = Math.Min(_pipeline.Parallelism ?? int.MaxValue, maxParallelism);
        _graph = RunGraph.Of(document, [.. detail.Tasks.Select(task => task.Task)]);
        var rows = detail.Tasks.ToDictionary(task => task.Task);
        _slots = [.. _graph.Tasks.Select((spec, place) => new TaskSlot(place, spec, rows[spec.Id]))];
        LoadAttempts(detail.Attempts);
        LoadOutputs();
        LoadWork();
    }

    public Run Run => _run;

    /// <summary>Something in this ended run can run again.</summary>
    public bool CanRetry => _run.IsFinished && _slots.Any(slot => IsRetryRoot(slot.Row.State));

    /// <summary>Tasks that are started and have not ended.</summary>
    public int Live => _live;

    /// <summary>Only a permit is missing to start more.</summary>
    public bool WaitsForPermit { get; private set; }

    /// <param name="render">Called inside <see cref="Step"/> for each attempt.</param>
    /// <param name="maxParallelism">Tasks at once, if the pipeline does not say less.</param>
    /// <param name="permits">Tasks at once over all runs. Null: any number.</param>
    /// <exception cref="InvalidOperationException">The run has a task that the document does not have.</exception>
    public static RunMachine Load(RunDetail detail, PipelineDocument document, RenderTask render, int maxParallelism = int.MaxValue, IStartPermits? permits = null) =>
        new(detail, document, render, maxParallelism, permits ?? UnlimitedStarts.Instance);

    /// <summary>Takes in what happened and decides. The answer's change must be committed before its effects are begun, or this machine thrown away.</summary>
    public RunStep Step(IReadOnlyList<RunInput> inputs, DateTimeOffset now)
    {
        _now = now;
        Begin();
        foreach (var input in inputs)
            Apply(input);
        if (!_run.IsFinished)
        {
            FireTimers();
            Converge();
        }

        return TakeStep();
    }

    /// <summary>The run as it was decided last.</summary>
    public RunDetail Snapshot() => new(_run, [.. _slots.Select(slot => slot.Row)], [.. _slots.SelectMany(slot => slot.Attempts)]);

    private void Apply(RunInput input)
    {
        switch (input)
        {
            case RunInput.PodSeen(var status):
                See(status);
                break;
            case RunInput.PodsListed(var names):
                Adopt(names);
                break;
            case RunInput.StartRefused(var pod, var message):
                EndLive(pod, (slot, live) => live.StopCause is { } cause ? StoppedOutcome(cause, slot) : AttemptOutcome.StartError(message));
                break;
            case RunInput.StartAbandoned(var pod):
                EndLive(pod, (slot, live) => StoppedOutcome(live.StopCause ?? StopCauses.Stopped, slot));
                break;
            case RunInput.StopAsked(var request, var actor):
                AskStop(request, actor);
                break;
            case RunInput.RetryAsked(var actor):
                Retry(actor);
                break;
            default:
                throw new InvalidOperationException($"No such input: {input}.");
        }
    }

    /// <summary>A new run begins, unless it was stopped before it could.</summary>
    private void Begin()
    {
        if (_run.State == RunState.Queued && _run.StopRequest == StopRequest.None)
        {
            MoveRun(RunState.Running, "start", Scheduler);
            _run = _run with { StartedAt = _now };
            WatchRunTime();
        }
    }

    /// <summary>Until nothing more follows: stop, judge what waits, start what may, and end the run when nothing is left.</summary>
    private void Converge()
    {
        StopIfAsked();
        do
        {
            Judge();
            StartReady();
        }
        while (_toJudge.Count > 0);
        SayWhatHoldsBack();
        if (_unfinished == 0)
            End();
    }

    private void End()
    {
        var outcome = RunOutcome.Of(_run, _graph, place => _slots[place].Row);
        MoveRun(outcome.State, outcome.State.ToString(), _run.StopRequestedBy ?? Scheduler);
        _run = _run with { FinishedAt = _now, Reason = outcome.Reason };
    }

    private void LoadAttempts(IReadOnlyList<TaskAttempt> attempts)
    {
        var slots = _slots.ToDictionary(slot => slot.Spec.Id);
        foreach (var attempt in attempts.OrderBy(attempt => attempt.Key.Number))
            Add(slots[attempt.Key.Task], attempt);
    }

    private void LoadOutputs()
    {
        foreach (var (task, outputs) in _run.SeedOutputs)
            _outputs[task] = outputs;
        foreach (var slot in _slots.Where(slot => TaskTransitions.CountsAsSucceeded(slot.Row.State)))
            _outputs[slot.Spec.Id] = slot.Row.Outputs;
    }

    /// <summary>Finds again what is going on from the rows: counts, queue and timers.</summary>
    private void LoadWork()
    {
        _live = _slots.Count(slot => slot.Live is not null);
        _unfinished = _slots.Count(slot => !slot.Row.IsFinished);
        foreach (var slot in _slots)
        {
            slot.Remaining = _graph.Upstream[slot.Place].Count(edge => !_slots[edge.From].Row.IsFinished);
            if (slot.Row.State == TaskState.Waiting && slot.Remaining == 0)
                _toJudge.Enqueue(slot);
            else if (slot.Row.State == TaskState.Queued)
                Enqueue(slot);
            else if (slot.Live is { } live)
                WatchTime(slot, live);
        }

        if (_run.State == RunState.Running)
            WatchRunTime();
    }

    private void Add(TaskSlot slot, TaskAttempt attempt)
    {
        _pods[attempt.PodName] = (slot, slot.Attempts.Count);
        slot.Attempts.Add(attempt);
    }
}
