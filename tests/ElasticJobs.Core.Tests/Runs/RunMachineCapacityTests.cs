using ElasticJobs.Core.Runs;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Core.Tests.Runs;

/// <summary>The limit over all runs, as one run meets it.</summary>
public sealed class RunMachineCapacityTests
{
    private readonly Permits _permits = new();

    [Fact]
    public void Tasks_WithoutPermit_WaitAndSayWhy()
    {
        _permits.Free = 1;
        var run = new RunDriver(Pipeline().Task("a").Task("b").Task("c").Build(), permits: _permits);

        run.Step();

        Assert.Equal(["a"], run.Started);
        Assert.True(run.WaitsForPermit);
        foreach (var task in new[] { run.Task("b"), run.Task("c") })
        {
            Assert.Equal((TaskState.Queued, ReasonCodes.Capacity), (task.State, task.Reason?.Code));
            Assert.Equal(["2"], task.Reason!.Args);
        }
    }

    [Fact]
    public void Permit_ThatIsFree_IsTakenByTheNextInOrder()
    {
        var run = new RunDriver(Pipeline().Task("a").Task("b").Build(), permits: _permits);
        run.Step();
        Assert.Empty(run.Started);

        _permits.Free = 1;
        run.Step();
        Assert.Equal(["a"], run.Started);
        Assert.True(run.WaitsForPermit);

        _permits.Free = 5;
        run.Step();
        Assert.Equal(["b"], run.Started);
        Assert.False(run.WaitsForPermit);
        Assert.Equal(4, _permits.Free);
    }

    [Fact]
    public void NextToStart_SaysWhichLimitHolds()
    {
        _permits.Free = 1;
        var run = new RunDriver(Pipeline().Parallelism(2).Task("a").Task("b").Task("c").Task("d").Build(), permits: _permits);
        run.Step();
        Assert.Equal(ReasonCodes.Capacity, run.Task("b").Reason?.Code);

        _permits.Free = 1;
        run.Step();
        Assert.Equal(ReasonCodes.Parallelism, run.Task("c").Reason?.Code);
        Assert.False(run.WaitsForPermit);

        run.Succeed("a", outputs: []);
        Assert.Equal(ReasonCodes.Capacity, run.Task("c").Reason?.Code);
        var version = run.Run.Version;
        run.Step();
        Assert.Equal(version, run.Run.Version);
    }

    [Fact]
    public void Stop_OfWhatWaits_WaitsForNothingMore()
    {
        var run = new RunDriver(Pipeline().Task("a").Build(), permits: _permits);
        run.Step();

        run.Step(new RunInput.StopAsked(StopRequest.Stop, "alice"));

        Assert.Equal(RunState.Stopped, run.Run.State);
        Assert.False(run.WaitsForPermit);
    }

    [Fact]
    public void Crash_WhileWaiting_WaitsAgain()
    {
        var run = new RunDriver(Pipeline().Task("a").Build(), permits: _permits);
        run.Step();
        run.Crash();

        run.Step();
        Assert.True(run.WaitsForPermit);

        _permits.Free = 1;
        run.Step();
        Assert.Equal(["a"], run.Started);
    }

    private sealed class Permits : IStartPermits
    {
        public int Free { get; set; }

        public int? Limit => 2;

        public bool TryTake(RunId run) => Free > 0 && Free-- > 0;
    }
}
