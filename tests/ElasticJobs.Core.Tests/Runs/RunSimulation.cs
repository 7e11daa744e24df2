using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>A machine, a store and a runtime, in which everything that may happen next happens in a random order, and a crash may happen at any point.</summary>
internal sealed class RunSimulation(RandomPipeline pipeline, Random random, bool crashes, StopRequest stop = StopRequest.None)
{
    private const int Cap = 5_000;
    private readonly Dictionary<string, PodStatus> _pods = [];
    private readonly HashSet<string> _everStarted = [];
    private readonly List<RunInput> _inputs = [];
    private readonly List<RunEffect> _effects = [];
    private DateTimeOffset _now = RunRows.Start;
    private RunMachine? _machine;
    private bool _stopSent = stop == StopRequest.None;

    public RunDetail Committed { get; private set; } = RunRows.New(pipeline.Document);

    public List<StateChange> Changes { get; } = [];

    /// <summary>Pods that the runtime really began, in order.</summary>
    public List<string> Begun { get; } = [];

    public void RunToEnd()
    {
        for (var step = 0; !IsOver(); step++)
        {
            if (step > Cap)
                throw new InvalidOperationException($"Not over after {Cap} steps: {Committed.Run.State}, {string.Join(", ", Committed.Tasks.Select(task => $"{task.Task} {task.State}"))}.");
            Next();
        }
    }

    private bool IsOver() => Committed.Run.IsFinished && _pods.Count == 0 && _effects.Count == 0;

    private void Next()
    {
        switch (random.Next(crashes ? 21 : 20))
        {
            case < 7:
                Decide();
                break;
            case < 13 when _effects.Count > 0:
                DoOneEffect();
                break;
            case < 19:
                MoveOnePod();
                break;
            case 19 when !_stopSent && !Committed.Run.IsFinished && random.Next(10) == 0:
                AskStop();
                break;
            case 20 when random.Next(5) == 0:
                Crash();
                break;
        }
    }

    private void Decide()
    {
        _machine ??= LoadAndList();
        var step = _machine.Step([.. _inputs], _now);
        _inputs.Clear();
        if (crashes && random.Next(40) == 0)
        {
            Crash();
            return;
        }

        if (step.Change is { } change)
        {
            Committed = RunRows.Apply(Committed, change);
            Changes.AddRange(change.Changes);
            CheckLimits();
        }

        _effects.AddRange(step.Effects);
    }

    private RunMachine LoadAndList()
    {
        _inputs.Clear();
        _inputs.AddRange(_pods.Values.Select(pod => new RunInput.PodSeen(pod)));
        _inputs.Add(new RunInput.PodsListed(_pods.Keys.ToHashSet()));
        return RunMachine.Load(Committed, pipeline.Document, RunRows.Render);
    }

    private void DoOneEffect()
    {
        // Effects of one pod keep their order, those of different pods don't.
        var chosen = _effects[random.Next(_effects.Count)];
        var effect = _effects.First(other => other.PodName == chosen.PodName);
        _effects.Remove(effect);
        switch (effect)
        {
            case RunEffect.StartPod start when FateOf(start.Attempt.Key) == PodFate.NeverStarts:
                _inputs.Add(new RunInput.StartRefused(start.PodName, "never"));
                break;
            case RunEffect.StartPod start when _everStarted.Add(start.PodName):
                Begun.Add(start.PodName);
                Tell(new PodStatus { Name = start.PodName, Phase = PodPhase.Pending });
                break;
            case RunEffect.StopPod when _pods.TryGetValue(effect.PodName, out var pod) && !pod.IsTerminal:
                Tell(pod with { Phase = PodPhase.Failed, ExitCode = 143 });
                break;
            case RunEffect.ReleasePod:
                Assert.False(_pods.TryGetValue(effect.PodName, out var released) && !released.IsTerminal, "A pod that runs was released.");
                _pods.Remove(effect.PodName);
                break;
        }
    }

    private void MoveOnePod()
    {
        var open = _pods.Values.Where(pod => !pod.IsTerminal).ToList();
        if (open.Count == 0)
            return;
        var pod = open[random.Next(open.Count)];
        var attempt = Committed.Attempts.Single(attempt => attempt.PodName == pod.Name);
        if (FateOf(attempt.Key) == PodFate.Hangs)
        {
            _now += TimeSpan.FromMinutes(1);
            return;
        }

        if (pod.Phase == PodPhase.Pending && random.Next(3) > 0)
        {
            Tell(pod with { Phase = PodPhase.Running, StartedAt = _now });
            return;
        }

        Tell(FateOf(attempt.Key) switch
        {
            PodFate.Succeeds => pod with { Phase = PodPhase.Succeeded, ExitCode = 0 },
            PodFate.Fails => pod with { Phase = PodPhase.Failed, ExitCode = 1 },
            _ => pod with { Phase = PodPhase.Lost },
        });
    }

    private void AskStop()
    {
        _stopSent = true;
        Committed = Committed with { Run = Committed.Run with { StopRequest = stop, StopRequestedBy = "bob" } };
        _inputs.Add(new RunInput.StopAsked(stop, "bob"));
    }

    private void Crash()
    {
        _machine = null;
        _inputs.Clear();
        _effects.Clear();
    }

    private void Tell(PodStatus pod)
    {
        _pods[pod.Name] = pod;
        _inputs.Add(new RunInput.PodSeen(pod));
    }

    private PodFate FateOf(AttemptKey key) => pipeline.FateOf(key.Task, key.Number);

    private void CheckLimits()
    {
        var live = Committed.Tasks.Count(task => task.State is TaskState.Starting or TaskState.Running);
        Assert.True(live <= pipeline.Document.Spec.Parallelism, $"{live} tasks run at once.");
    }
}
