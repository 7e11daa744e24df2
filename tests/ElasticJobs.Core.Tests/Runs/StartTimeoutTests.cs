using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>How long an attempt may take until it runs, and where the next one may run.</summary>
public sealed class StartTimeoutTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Fact]
    public void Start_PastItsLimit_IsStopped_AndFailsWithTheRuntimesWords()
    {
        var run = Run();
        run.Step();
        run.See("a", PodPhase.Pending, status => status with { Reason = PodStatus.Unschedulable, Message = "0/3 nodes have a GPU." });
        Assert.Equal(run.Now + Limit, run.NextWake);

        run.Advance(Limit);
        Assert.Equal([run.Attempt("a").PodName], run.Stopped);
        Assert.Equal(StopCauses.StartTimeout, run.Attempt("a").StopCause);
        run.See("a", PodPhase.Pending, status => status with { Message = "Ends." });
        run.See("a", PodPhase.Failed, status => status with { ExitCode = 143 });

        Assert.Equal(TaskState.Failed, run.Task("a").State);
        Assert.Equal(ReasonCodes.StartTimeout, run.Task("a").Reason!.Code);
        Assert.Equal("It did not run within its startTimeout of 00:10:00. 0/3 nodes have a GPU.", run.Task("a").Reason!.Message);
        Assert.Equal(["00:10:00", "0/3 nodes have a GPU."], run.Task("a").Reason!.Args);
        Assert.Equal(RunState.Failed, run.Run.State);
    }

    [Fact]
    public void Start_WithinItsLimit_MayRunLonger()
    {
        var run = Run();
        run.Step();
        run.Advance(Limit - TimeSpan.FromSeconds(1));
        run.Running("a");

        run.Advance(TimeSpan.FromDays(1));

        Assert.Empty(run.Stopped);
        Assert.Equal(TaskState.Running, run.Task("a").State);
    }

    [Theory]
    [InlineData(RetryOn.Error, TaskState.Starting)]
    [InlineData(RetryOn.Always, TaskState.Starting)]
    [InlineData(RetryOn.Failure, TaskState.Failed)]
    public void Start_PastItsLimit_IsRetriedAsAnError(RetryOn on, TaskState expected)
    {
        var run = Run(new RetrySpec(1, on));
        run.Step();
        run.Advance(Limit);

        run.See("a", PodPhase.Failed, status => status with { ExitCode = 143 });

        Assert.Equal(expected, run.Task("a").State);
        Assert.Equal(TaskState.Failed, run.Committed.Attempts[0].State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Start_PastItsLimitOverACrash_IsStoppedOnce(bool stopWasCommitted)
    {
        var run = Run();
        run.Step();
        if (stopWasCommitted)
            run.Advance(Limit);
        run.Crash();

        run.Advance(Limit);
        run.Step(new RunInput.PodsListed(new HashSet<string> { run.Attempt("a").PodName }));

        Assert.Equal(StopCauses.StartTimeout, run.Attempt("a").StopCause);
        run.See("a", PodPhase.Failed);
        Assert.Equal(ReasonCodes.StartTimeout, run.Task("a").Reason!.Code);
    }

    [Fact]
    public void Retry_ThatAvoidsNodes_KeepsAwayFromThoseOfThisRoundsFailures()
    {
        var run = Run(new RetrySpec(2, AvoidNode: true));
        run.Step();
        Assert.Empty(Started(run).AvoidNodes);
        run.See("a", PodPhase.Running, status => status with { Node = "n1" });
        Assert.Equal("n1", run.Attempt("a").Node);

        run.Fail("a");
        Assert.Equal(["n1"], Started(run).AvoidNodes);
        Assert.Equal(["n1"], PodManifest.Read(run.Attempt("a").Manifest).AvoidNodes);
        run.Crash();
        run.See("a", PodPhase.Failed, status => status with { Node = "n2", Reason = PodStatus.Evicted });
        Assert.Equal(["n1", "n2"], Started(run).AvoidNodes);

        run.See("a", PodPhase.Failed, status => status with { Node = "n3" });
        run.Step(new RunInput.RetryAsked("ann"));
        Assert.Empty(Started(run).AvoidNodes);
    }

    [Fact]
    public void Retry_ThatDoesNotAskForIt_MayRunAnywhere()
    {
        var run = Run(new RetrySpec(1));
        run.Step();

        run.See("a", PodPhase.Failed, status => status with { Node = "n1" });

        Assert.Empty(Started(run).AvoidNodes);
        Assert.Equal("n1", run.Committed.Attempts[0].Node);
    }

    private static RunDriver Run(RetrySpec? retry = null) => new(Pipeline().Task("a", with: task => task with { StartTimeout = Limit, Retry = retry }).Build());

    private static PodSpec Started(RunDriver run) => run.Effects.OfType<RunEffect.StartPod>().Single().Pod;
}
