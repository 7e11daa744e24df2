using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

public sealed class RunMachineCrashTests
{
    [Fact]
    public void Crash_BeforeAStartReachedTheRuntime_StartsTheSamePodAgain()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        var pod = run.Attempt("a").PodName;
        run.Crash();

        run.Step(Listed());

        var start = Assert.IsType<RunEffect.StartPod>(Assert.Single(run.Effects));
        Assert.Equal(pod, start.Pod.Name);
        Assert.Equal(1, start.Attempt.Key.Number);
    }

    [Fact]
    public void Crash_WithAPodThatRuns_AdoptsIt()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        run.Crash();
        var pod = run.Attempt("a").PodName;

        run.Step(new RunInput.PodSeen(new PodStatus { Name = pod, Phase = PodPhase.Running }), Listed(pod));

        Assert.Empty(run.Effects);
        Assert.Equal(TaskState.Running, run.Task("a").State);
    }

    [Fact]
    public void Crash_WithARunningPodThatIsGone_LosesTheAttempt()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        run.Running("a");
        run.Crash();

        run.Step(Listed());

        Assert.Equal(TaskState.Failed, run.Task("a").State);
        Assert.Equal(ReasonCodes.Lost, run.Task("a").Reason!.Code);
    }

    [Fact]
    public void Crash_BeforeAStopWasSent_SendsIt()
    {
        var run = new RunDriver(Pipeline().Task("a", with: task => task with { Timeout = TimeSpan.FromSeconds(5) }).Build());
        run.Step();
        run.Running("a");
        run.Advance(TimeSpan.FromSeconds(5));
        run.Crash();

        run.Step(Listed(run.Attempt("a").PodName));

        Assert.Equal([new RunEffect.StopPod(run.Attempt("a").PodName, TimeSpan.FromSeconds(10))], run.Effects);
    }

    [Fact]
    public void Crash_BeforeAnEndedPodWasRemoved_RemovesIt()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b").Build());
        run.Step();
        run.Succeed("a");
        var pod = run.Attempt("a").PodName;
        run.Crash();

        run.Step(new RunInput.PodSeen(new PodStatus { Name = pod, Phase = PodPhase.Succeeded }));

        Assert.Contains(run.Effects, effect => effect is RunEffect.ReleasePod { Attempt.Key.Task: "a" });
    }

    [Fact]
    public void Crash_WhileARetryWaits_KeepsItsDueTime()
    {
        var retry = new RetrySpec(1, RetryOn.Always, new BackoffSpec(TimeSpan.FromSeconds(10)));
        var run = new RunDriver(Pipeline().Task("a", with: task => task with { Retry = retry }).Build());
        run.Step();
        run.Fail("a");
        run.Crash();

        Assert.Empty(run.Advance(TimeSpan.FromSeconds(9)));
        run.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["a"], run.Started);
    }

    [Fact]
    public void Crash_WhileTheTimeRunsOut_StopsTheAttemptOnceBack()
    {
        var run = new RunDriver(Pipeline().Task("a", with: task => task with { Timeout = TimeSpan.FromMinutes(1) }).Build());
        run.Step();
        run.Running("a");
        run.Crash();

        run.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(StopCauses.Timeout, run.Attempt("a").StopCause);
        Assert.Single(run.Stopped);
    }

    private static RunInput.PodsListed Listed(params string[] pods) => new(pods.ToHashSet());
}
