using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

public sealed class RunMachineTests
{
    [Fact]
    public void NewRun_FirstStep_RunsAndStartsItsRoots()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b").Task("c", after: ["a", "b"]).Build());

        run.Step();

        Assert.Equal(RunState.Running, run.Run.State);
        Assert.Equal(["a", "b"], run.Started);
        Assert.Equal(TaskState.Starting, run.Task("a").State);
        Assert.Equal(TaskState.Waiting, run.Task("c").State);
        Assert.Equal(1, run.Attempt("a").Key.Number);
    }

    [Fact]
    public void Pod_RunsAndSucceeds_CarriesItsTaskAlong()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        run.Running("a");
        Assert.Equal(TaskState.Running, run.Task("a").State);
        run.Succeed("a", ("rows", "344"));

        Assert.Equal(TaskState.Succeeded, run.Task("a").State);
        Assert.Equal("344", run.Task("a").Outputs["rows"]);
        Assert.Equal(0, run.Attempt("a").ExitCode);
        Assert.Equal(RunState.Succeeded, run.Run.State);
        Assert.Contains(run.Effects, effect => effect is RunEffect.ReleasePod { Attempt.Key.Task: "a" });
    }

    [Fact]
    public void Pod_SeenTwice_ChangesNothingMore()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a"]).Build());
        run.Step();
        run.Running("a");
        var version = run.Run.Version;

        run.Running("a");

        Assert.Equal(version, run.Run.Version);
        Assert.Empty(run.Effects);
    }

    [Fact]
    public void Upstream_Succeeded_GivesItsOutputsToWhatFollows()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a"]).Build());
        string? seen = null;
        run.Step();
        run.Render = (owner, task, attempt, outputs) =>
        {
            seen = outputs["a"]["rows"];
            return RunRows.Render(owner, task, attempt, outputs);
        };

        run.Succeed("a", ("rows", "344"));

        Assert.Equal(["b"], run.Started);
        Assert.Equal("344", seen);
    }

    [Fact]
    public void Upstream_Failed_WhatFollowsNeverStarts()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a"]).Task("c", after: ["b"]).Build());
        run.Step();

        run.Fail("a", exitCode: 3);

        Assert.Equal(TaskState.UpstreamFailed, run.Task("b").State);
        Assert.Equal(ReasonCodes.Upstream, run.Task("b").Reason!.Code);
        Assert.Equal(["a", "Failed"], run.Task("b").Reason!.Args);
        Assert.Equal(TaskState.UpstreamFailed, run.Task("c").State);
        Assert.Equal(RunState.Failed, run.Run.State);
        Assert.Equal("a: It exited with code 3.", run.Run.Reason);
    }

    [Fact]
    public void Task_OneOfTwoUpstreamFailed_WaitsForTheOtherBeforeItEnds()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b").Task("c", after: ["a", "b"]).Task("cleanup", after: ["c:finished"]).Build());
        run.Step();

        run.Fail("a");

        Assert.Equal(TaskState.Waiting, run.Task("c").State);
        run.Succeed("b");
        Assert.Equal(TaskState.UpstreamFailed, run.Task("c").State);
        Assert.Equal(["cleanup"], run.Started);
    }

    [Theory]
    [InlineData("a", true, TaskState.Starting)]
    [InlineData("a", false, TaskState.UpstreamFailed)]
    [InlineData("a:failed", true, TaskState.Skipped)]
    [InlineData("a:failed", false, TaskState.Starting)]
    [InlineData("a:finished", true, TaskState.Starting)]
    [InlineData("a:finished", false, TaskState.Starting)]
    public void Edge_ByConditionAndOutcome_DecidesWhatFollows(string edge, bool succeeds, TaskState expected)
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: [edge]).Build());
        run.Step();

        if (succeeds)
            run.Succeed("a");
        else
            run.Fail("a");

        Assert.Equal(expected, run.Task("b").State);
    }

    [Fact]
    public void Handler_NotNeeded_WhatFollowsItIsNotNeededEither()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("repair", after: ["a:failed"]).Task("verify", after: ["repair"]).Task("report", after: ["repair:finished"]).Build());
        run.Step();

        run.Succeed("a");

        Assert.Equal(TaskState.Skipped, run.Task("repair").State);
        Assert.Equal(TaskState.Skipped, run.Task("verify").State);
        Assert.Equal(["report"], run.Started);
        run.Succeed("report");
        Assert.Equal(RunState.Succeeded, run.Run.State);
    }

    [Fact]
    public void FailedTask_WhoseHandlerSucceeded_DoesNotFailTheRun()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("repair", after: ["a:failed"]).Build());
        run.Step();
        run.Fail("a");

        run.Succeed("repair");

        Assert.Equal(RunState.Succeeded, run.Run.State);
    }

    [Fact]
    public void FailedTask_WhoseHandlerFailedToo_FailsTheRun()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("repair", after: ["a:failed"]).Build());
        run.Step();
        run.Fail("a");

        run.Fail("repair");

        Assert.Equal(RunState.Failed, run.Run.State);
    }

    [Fact]
    public void Skip_WhenItsTurnComes_CountsAsSucceeded()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a"], with: task => task with { Skip = true }).Task("c", after: ["b"]).Build());
        run.Step();

        run.Succeed("a");

        Assert.Equal(TaskState.Skipped, run.Task("b").State);
        Assert.Equal(["c"], run.Started);
    }

    [Fact]
    public void Parallelism_Reached_SaysSoAndStartsInTheOrderOfTheDocument()
    {
        var run = new RunDriver(Pipeline().Parallelism(2).Task("a").Task("b").Task("c").Task("d").Build());

        run.Step();
        Assert.Equal(["a", "b"], run.Started);
        Assert.Equal(ReasonCodes.Parallelism, run.Task("c").Reason!.Code);
        Assert.Equal(["2"], run.Task("c").Reason!.Args);

        run.Succeed("b");
        Assert.Equal(["c"], run.Started);
        Assert.Null(run.Task("c").Reason);
    }

    [Fact]
    public void Render_Refused_FailsTheTaskWithoutAnAttempt()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b", after: ["a:failed"]).Build());
        run.Render = (owner, task, attempt, outputs) => task.Id == "a"
            ? AttemptPod.Refused(new TaskReason(ReasonCodes.Expression, "tasks.x.outputs.y is not there."))
            : RunRows.Render(owner, task, attempt, outputs);

        run.Step();

        Assert.Equal(TaskState.Failed, run.Task("a").State);
        Assert.Equal(0, run.Task("a").Attempt);
        Assert.Equal(["b"], run.Started);
    }

    [Fact]
    public void DebugRun_OfOneTask_TakesOutsideAsSucceededWithSeededOutputs()
    {
        string? seen = null;
        var document = Pipeline().Task("a").Task("b", after: ["a"]).Task("c", after: ["b"]).Build();
        var run = new RunDriver(document, only: ["b"], run: row => row with
        {
            SeedOutputs = new Dictionary<string, IReadOnlyDictionary<string, string>> { ["a"] = new Dictionary<string, string> { ["rows"] = "12" } },
        });
        run.Render = (owner, task, attempt, outputs) =>
        {
            seen = outputs["a"]["rows"];
            return RunRows.Render(owner, task, attempt, outputs);
        };

        run.Step();
        Assert.Equal(["b"], run.Started);
        run.Succeed("b");

        Assert.Equal("12", seen);
        Assert.Equal(RunState.Succeeded, run.Run.State);
    }

    [Theory]
    [InlineData(PodPhase.Failed, "OOMKilled", ReasonCodes.OutOfMemory)]
    [InlineData(PodPhase.Failed, "StartError", ReasonCodes.StartError)]
    [InlineData(PodPhase.Failed, "OutputsTooLarge", ReasonCodes.Outputs)]
    [InlineData(PodPhase.Failed, null, ReasonCodes.ExitCode)]
    [InlineData(PodPhase.Lost, null, ReasonCodes.Lost)]
    public void Pod_Failed_SaysWhyByCode(PodPhase phase, string? podReason, string expected)
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        run.See("a", phase, status => status with { Reason = podReason, ExitCode = 137 });

        Assert.Equal(expected, run.Task("a").Reason!.Code);
        Assert.Equal(TaskState.Failed, run.Attempt("a").State);
    }

    [Fact]
    public void Pod_PendingWithAMessage_TellsIt()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        run.See("a", PodPhase.Pending, status => status with { Message = "no node fits" });

        Assert.Equal(new TaskReason(ReasonCodes.Pending, "no node fits").Message, run.Task("a").Reason!.Message);
        run.Running("a");
        Assert.Null(run.Task("a").Reason);
    }

    [Fact]
    public void Pod_OfNoAttempt_IsKilledAndRemoved()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();

        var kill = run.Step(new RunInput.PodSeen(new PodStatus { Name = "stray", Phase = PodPhase.Running }));
        var remove = run.Step(new RunInput.PodSeen(new PodStatus { Name = "stray", Phase = PodPhase.Failed }));

        Assert.Equal([new RunEffect.StopPod("stray", TimeSpan.Zero)], kill);
        Assert.Equal([new RunEffect.ReleasePod("stray", null)], remove);
    }

    [Fact]
    public void EveryChange_OfARun_IsTold()
    {
        var run = new RunDriver(Pipeline().Task("a").Build());
        run.Step();
        run.Running("a");

        run.Succeed("a");

        Assert.Equal(
            ["-:Queued>Running", "a:Waiting>Queued", "a:Queued>Starting", "a:Starting>Running", "a:Running>Succeeded", "-:Running>Succeeded"],
            run.Changes.Select(change => $"{change.Task ?? "-"}:{change.From}>{change.To}"));
        Assert.All(run.Changes, change => Assert.Equal(RunMachine.Scheduler, change.Actor));
    }
}
