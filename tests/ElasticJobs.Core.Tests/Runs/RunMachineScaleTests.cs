using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;

namespace ElasticJobs.Core.Tests.Runs;

public sealed class RunMachineScaleTests
{
    /// <summary>A step writes only what it changes: the task that ended and the one that it lets start.</summary>
    [Fact]
    public void TenThousandTasks_OneAfterTheOther_WriteEachTaskTwice()
    {
        const int Count = 10_000;
        var tasks = Enumerable.Range(0, Count).Select(place => new TaskSpec
        {
            Id = $"t{place}",
            Template = "shell",
            After = place == 0 ? [] : place == 1 ? [new TaskEdge("t0")] : [new TaskEdge($"t{place - 1}"), new TaskEdge($"t{place - 2}")],
        });
        var document = new PipelineDocument { Spec = new PipelineSpec { Tasks = [.. tasks] } };
        var machine = RunMachine.Load(RunRows.New(document), document, RunRows.Render);
        var step = machine.Step([], RunRows.Start);
        var rows = 0;

        for (var ended = 0; ended < Count; ended++)
        {
            rows += step.Change!.Tasks.Count;
            var start = Assert.Single(step.Effects.OfType<RunEffect.StartPod>());
            step = machine.Step([new RunInput.PodSeen(new PodStatus { Name = start.PodName, Phase = PodPhase.Succeeded })], RunRows.Start);
        }

        Assert.Equal(RunState.Succeeded, machine.Run.State);
        Assert.Equal((2 * Count) - 1, rows);
    }
}
