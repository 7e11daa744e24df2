using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>A machine with a store and a clock around it: commits each change, keeps the effects, and can crash.</summary>
internal sealed class RunDriver
{
    private readonly PipelineDocument _document;
    private readonly IStartPermits? _permits;
    private RunMachine _machine;

    public RunDriver(PipelineDocument document, IReadOnlyList<string>? only = null, Func<Run, Run>? run = null, IStartPermits? permits = null)
    {
        _permits = permits;
        _document = document;
        var rows = RunRows.New(document, only: only);
        Committed = rows with { Run = run?.Invoke(rows.Run) ?? rows.Run };
        _machine = Load();
    }

    public RunDetail Committed { get; private set; }

    public DateTimeOffset Now { get; private set; } = RunRows.Start;

    public DateTimeOffset? NextWake { get; private set; }

    /// <summary>Of the last step.</summary>
    public IReadOnlyList<RunEffect> Effects { get; private set; } = [];

    public List<StateChange> Changes { get; } = [];

    public Run Run => Committed.Run;

    public bool WaitsForPermit => _machine.WaitsForPermit;

    public bool CanRetry => _machine.CanRetry;

    public RenderTask Render { get; set; } = RunRows.Render;

    /// <summary>Ids of the tasks that the last step started, in order.</summary>
    public IEnumerable<string> Started => Effects.OfType<RunEffect.StartPod>().Select(start => start.Attempt.Key.Task);

    public IEnumerable<string> Stopped => Effects.OfType<RunEffect.StopPod>().Select(stop => stop.PodName);

    public TaskRun Task(string id) => Committed.Tasks.Single(task => task.Task == id);

    public TaskAttempt Attempt(string id) => Committed.Attempts.Last(attempt => attempt.Key.Task == id);

    public IReadOnlyList<RunEffect> Step(params RunInput[] inputs)
    {
        var step = _machine.Step(inputs, Now);
        if (step.Change is { } change)
        {
            Assert.Equal(Committed.Run.Version + 1, change.Run.Version);
            Committed = RunRows.Apply(Committed, change);
            Changes.AddRange(change.Changes);
        }

        NextWake = step.NextWake;
        return Effects = step.Effects;
    }

    public IReadOnlyList<RunEffect> Advance(TimeSpan by)
    {
        Now += by;
        return Step();
    }

    /// <summary>Forgets everything but what was committed.</summary>
    public void Crash()
    {
        _machine = Load();
        Effects = [];
    }

    public IReadOnlyList<RunEffect> Running(string task) => See(task, PodPhase.Running);

    public IReadOnlyList<RunEffect> Succeed(string task, params (string Name, string Value)[] outputs) =>
        See(task, PodPhase.Succeeded, status => status with { ExitCode = 0, Outputs = outputs.ToDictionary(pair => pair.Name, pair => pair.Value) });

    public IReadOnlyList<RunEffect> Fail(string task, int exitCode = 1) => See(task, PodPhase.Failed, status => status with { ExitCode = exitCode });

    public IReadOnlyList<RunEffect> See(string task, PodPhase phase, Func<PodStatus, PodStatus>? with = null)
    {
        var status = new PodStatus { Name = Attempt(task).PodName, Phase = phase };
        return Step(new RunInput.PodSeen(with is null ? status : with(status)));
    }

    public void Succeed(params IEnumerable<string> tasks)
    {
        foreach (var task in tasks)
            Succeed(task, outputs: []);
    }

    private RunMachine Load() => RunMachine.Load(Committed, _document, (run, task, attempt, outputs) => Render(run, task, attempt, outputs), permits: _permits);
}
