using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

public sealed class RunMachineControlTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Retry_AfterAFailure_WaitsForItsBackoffAndStartsANewAttempt()
    {
        var run = Retrying(new RetrySpec(2, RetryOn.Always, new BackoffSpec(TimeSpan.FromSeconds(10))));
        run.Step();

        run.Fail("a");
        Assert.Equal(TaskState.Queued, run.Task("a").State);
        Assert.Equal(ReasonCodes.Backoff, run.Task("a").Reason!.Code);
        Assert.Equal(run.Now + TimeSpan.FromSeconds(10), run.Task("a").NotBefore);
        Assert.Equal(run.Task("a").NotBefore, run.NextWake);

        Assert.Empty(run.Advance(TimeSpan.FromSeconds(9)));
        run.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], run.Started);
        Assert.Equal(2, run.Attempt("a").Key.Number);
    }

    [Fact]
    public void Retry_BeyondItsLimit_FailsTheTask()
    {
        var run = Retrying(new RetrySpec(1));
        run.Step();

        run.Fail("a");
        Assert.Equal(["a"], run.Started);
        run.Fail("a");

        Assert.Equal(TaskState.Failed, run.Task("a").State);
        Assert.Equal(2, run.Task("a").Tries);
    }

    [Theory]
    [InlineData(RetryOn.Failure, PodPhase.Failed, true)]
    [InlineData(RetryOn.Failure, PodPhase.Lost, false)]
    [InlineData(RetryOn.Error, PodPhase.Failed, false)]
    [InlineData(RetryOn.Error, PodPhase.Lost, true)]
    [InlineData(RetryOn.Always, PodPhase.Failed, true)]
    [InlineData(RetryOn.Always, PodPhase.Lost, true)]
    public void Retry_OnlyOnWhatItNames_HappensOrNot(RetryOn on, PodPhase phase, bool retried)
    {
        var run = Retrying(new RetrySpec(1, on));
        run.Step();

        run.See("a", phase, status => status with { ExitCode = 1 });

        Assert.Equal(retried ? TaskState.Starting : TaskState.Failed, run.Task("a").State);
    }

    [Fact]
    public void Timeout_OfAnAttempt_CommitsItsCauseThenStopsThePod()
    {
        var run = new RunDriver(Pipeline().Task("a", with: task => task with { Timeout = Minute, Retry = new RetrySpec(1) }).Build());
        run.Step();
        run.Running("a");

        run.Advance(Minute);
        Assert.Equal(StopCauses.Timeout, run.Attempt("a").StopCause);
        Assert.Equal([new RunEffect.StopPod(run.Attempt("a").PodName, TimeSpan.FromSeconds(10))], run.Effects);
        Assert.Equal(TaskState.Running, run.Task("a").State);

        run.Fail("a", exitCode: 143);
        Assert.Equal(TaskState.TimedOut, run.Committed.Attempts[0].State);
        Assert.Equal(["a"], run.Started);
    }

    [Fact]
    public void Timeout_OfAnEarlierAttempt_LeavesALaterOneAlone()
    {
        var run = new RunDriver(Pipeline().Task("a", with: task => task with { Timeout = Minute, Retry = new RetrySpec(1) }).Build());
        run.Step();
        run.Running("a");
        run.Fail("a");
        run.Advance(TimeSpan.FromSeconds(30));
        run.Running("a");

        Assert.Empty(run.Advance(TimeSpan.FromSeconds(30)));
        Assert.Single(run.Advance(TimeSpan.FromSeconds(30)).OfType<RunEffect.StopPod>());
    }

    [Fact]
    public void Timeout_OfTheRun_StopsEverything()
    {
        var run = new RunDriver(Pipeline().With(spec => spec with { Timeout = Minute }).Task("a", with: task => task with { Retry = new RetrySpec(5) }).Task("b", after: ["a"]).Build());
        run.Step();
        run.Running("a");

        run.Advance(Minute);
        Assert.Equal(TaskState.Stopped, run.Task("b").State);
        Assert.Single(run.Stopped);

        run.Fail("a", exitCode: 143);
        Assert.Equal(TaskState.TimedOut, run.Task("a").State);
        Assert.Equal(RunState.TimedOut, run.Run.State);
    }

    [Fact]
    public void Stop_OfARunningRun_StopsPodsAndWhatWaits()
    {
        var run = new RunDriver(Pipeline().Task("a", with: task => task with { Retry = new RetrySpec(5) }).Task("b", after: ["a"]).Build());
        run.Step();
        run.Running("a");

        run.Step(new RunInput.StopAsked(StopRequest.Stop, "bob"));
        Assert.Equal([new RunEffect.StopPod(run.Attempt("a").PodName, TimeSpan.FromSeconds(10))], run.Effects);
        Assert.Equal(TaskState.Stopped, run.Task("b").State);
        Assert.Equal(StopCauses.Stopped, run.Attempt("a").StopCause);

        run.Fail("a", exitCode: 143);
        Assert.Equal(TaskState.Stopped, run.Task("a").State);
        Assert.Equal(RunState.Stopped, run.Run.State);
        Assert.Equal("Stopped by bob.", run.Run.Reason);
        Assert.Equal("bob", run.Changes[^1].Actor);
    }

    [Fact]
    public void Kill_AfterAStop_IsSentToo()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        run.Running("a");
        run.Step(new RunInput.StopAsked(StopRequest.Stop, "bob"));

        run.Step(new RunInput.StopAsked(StopRequest.Kill, "bob"));

        Assert.Equal([new RunEffect.StopPod(run.Attempt("a").PodName, TimeSpan.Zero)], run.Effects);
    }

    [Fact]
    public void Stop_BeforeTheFirstStep_StartsNothing()
    {
        var run = new RunDriver(Pipeline().Task("a").Build(), run: row => row with { StopRequest = StopRequest.Stop, StopRequestedBy = "bob" });

        run.Step();

        Assert.Equal(RunState.Stopped, run.Run.State);
        Assert.Empty(run.Effects);
    }

    [Fact]
    public void Stop_WhenTheStartWasGivenUp_EndsTheAttempt()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        run.Step(new RunInput.StopAsked(StopRequest.Stop, "bob"));

        run.Step(new RunInput.StartAbandoned(run.Attempt("a").PodName));

        Assert.Equal(TaskState.Stopped, run.Attempt("a").State);
        Assert.Equal(RunState.Stopped, run.Run.State);
    }

    [Fact]
    public void Start_Refused_FailsWithItsWords()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        run.Step(new RunInput.StartRefused(run.Attempt("a").PodName, "There is no program python9."));

        Assert.Equal(ReasonCodes.StartError, run.Task("a").Reason!.Code);
        Assert.Equal("a: There is no program python9.", run.Run.Reason);
    }

    [Fact]
    public void RetryFromFailure_OfAFailedRun_RunsTheFailedAndWhatFollowsThemAgain()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a"]).Task("c", after: ["b"]).Task("handler", after: ["b:failed"]).Build());
        run.Step();
        run.Succeed("a", ("rows", "1"));
        run.Fail("b");
        run.Succeed("handler");
        Assert.Equal(RunState.Failed, run.Run.State);
        Assert.True(run.CanRetry);

        run.Step(new RunInput.RetryAsked("bob"));

        Assert.Equal(RunState.Running, run.Run.State);
        Assert.Null(run.Run.FinishedAt);
        Assert.Equal(["b"], run.Started);
        Assert.Equal(2, run.Attempt("b").Key.Number);
        Assert.Equal(1, run.Task("b").Tries);
        Assert.Equal(TaskState.Waiting, run.Task("handler").State);
        Assert.Equal("1", run.Task("a").Outputs["rows"]);
        run.Succeed("b", "c");
        Assert.Equal(TaskState.Skipped, run.Task("handler").State);
        Assert.Equal(RunState.Succeeded, run.Run.State);
    }

    [Fact]
    public void RetryFromFailure_OfAStoppedRun_ClearsTheRequest()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a"]).Build());
        run.Step();
        run.Step(new RunInput.StopAsked(StopRequest.Kill, "bob"));
        run.Fail("a", exitCode: 137);

        run.Step(new RunInput.RetryAsked("alice"));

        Assert.Equal(StopRequest.None, run.Run.StopRequest);
        Assert.Equal(["a"], run.Started);
        run.Step(new RunInput.StopAsked(StopRequest.Stop, "carol"));
        Assert.Single(run.Stopped);
    }

    [Fact]
    public void RetryFromFailure_OfATimedOutRun_GetsItsWholeTimeAgain()
    {
        var run = new RunDriver(Pipeline().With(spec => spec with { Timeout = Minute }).Task("a").Build());
        run.Step();
        run.Running("a");
        run.Advance(Minute);
        run.Fail("a");
        Assert.Equal(RunState.TimedOut, run.Run.State);

        run.Step(new RunInput.RetryAsked("bob"));

        Assert.Equal(["a"], run.Started);
        Assert.Equal(run.Now + Minute, run.NextWake);
        run.Advance(Minute);
        Assert.Equal(StopCauses.RunTimeout, run.Attempt("a").StopCause);
    }

    [Fact]
    public void RetryFromFailure_OfASucceededRun_HasNothingToDo()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        run.Succeed("a");

        Assert.False(run.CanRetry);
        Assert.Empty(run.Step(new RunInput.RetryAsked("bob")));
        Assert.Equal(RunState.Succeeded, run.Run.State);
    }

    private static RunDriver Retrying(RetrySpec retry) => new(Pipeline().Task("a", with: task => task with { Retry = retry }).Build());
}
