using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>Pods that are tasks of elastic jobs.</summary>
public sealed class QueueTaskMachineTests
{
    [Theory]
    [InlineData(1, 12, 0, "in_queue", "1st of 12 in the queue of 'train'.")]
    [InlineData(2, 2, 40, "in_queue_for", "2nd of 2 in the queue of 'train', about 40s.")]
    [InlineData(11, 103, 180, "in_queue_for", "11th of 103 in the queue of 'train', about 3m.")]
    [InlineData(103, 103, 0, "in_queue", "103rd of 103 in the queue of 'train'.")]
    public void Waiting_TellsItsPlace(int position, int waiting, int seconds, string code, string words)
    {
        var run = Started();

        run.See("a", PodPhase.Pending, status => status with { QueuePlace = new QueuePlace("train", position, waiting, seconds == 0 ? null : TimeSpan.FromSeconds(seconds)) });

        Assert.Equal((TaskState.Starting, code, words), (run.Task("a").State, run.Task("a").Reason!.Code, run.Task("a").Reason!.Message));
        Assert.Null(run.Task("a").Progress);
    }

    [Fact]
    public void Running_TellsItsProgress_AndEndsWithoutIt()
    {
        var run = Started();
        run.Running("a");
        Assert.Null(run.Task("a").Reason);

        run.See("a", PodPhase.Running, status => status with { Progress = new PodProgress(0.125, "epoch 1") });
        Assert.Equal((0.125, "12 %: epoch 1"), (run.Task("a").Progress, run.Task("a").Reason!.Message));
        var version = run.Run.Version;
        run.See("a", PodPhase.Running, status => status with { Progress = new PodProgress(0.125, "epoch 1") });
        Assert.Equal(version, run.Run.Version);
        run.See("a", PodPhase.Succeeded, status => status with { Progress = new PodProgress(0.125, "epoch 1"), ExitCode = 0 });

        Assert.Equal((TaskState.Succeeded, null, (double?)null), (run.Task("a").State, run.Task("a").Reason, run.Task("a").Progress));
    }

    [Fact]
    public void Crash_WhileItRuns_LooksForItAgain_AndDoesNotLoseIt()
    {
        var run = Started();
        run.Running("a");
        run.Crash();

        run.Step(new RunInput.PodsListed(new HashSet<string>()));

        var start = Assert.IsType<RunEffect.StartPod>(Assert.Single(run.Effects));
        Assert.Equal((TaskState.Running, run.Attempt("a").PodName), (start.Attempt.State, start.Pod.Name));
        Assert.Equal(TaskState.Running, run.Task("a").State);
    }

    [Fact]
    public void Crash_AfterAStopWasStored_StopsIt()
    {
        var run = Started();
        run.Running("a");
        run.Step(new RunInput.StopAsked(StopRequest.Stop, "bob"));
        run.Crash();

        run.Step(new RunInput.PodsListed(new HashSet<string>()));

        Assert.Equal([run.Attempt("a").PodName], run.Stopped);
        Assert.Equal(TaskState.Running, run.Task("a").State);
    }

    private static RunDriver Started()
    {
        var run = new RunDriver(Pipeline().Task("a").Build())
        {
            Render = static (run, task, attempt, outputs) => RunRows.Render(run, task, attempt, outputs) is { Pod: { } pod }
                ? AttemptPod.Of(pod with { Containers = [], QueueTask = new QueueTask { Service = "train", Type = "command", Payload = "true" } })
                : throw new InvalidOperationException("It has no pod."),
        };
        run.Crash();
        run.Step();
        return run;
    }
}
