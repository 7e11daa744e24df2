using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class StrategyTests
{
    [Theory]
    [InlineData(0, 0, 2, 0)]
    [InlineData(1, 0, 2, 1)]
    [InlineData(2, 0, 2, 1)]
    [InlineData(3, 0, 2, 2)]
    [InlineData(5, 1, 2, 3)]
    [InlineData(0, 4, 1, 4)]
    [InlineData(1, 10, 1, 11)]
    [InlineData(1, 0, 0.5, 2)]
    [InlineData(3, 0, 0.3, 10)]
    [InlineData(int.MaxValue, int.MaxValue, 1, 1000)]
    public void WaitingLength_AsksForTasksByThreshold_WithoutTolerance(int waiting, int inFlight, double threshold, int expected)
    {
        var decision = Ask(new ScalingStrategy(ScalingMetric.WaitingLength, threshold), Fleet.Noon, ready: 10, starting: 0, inputs => inputs with { Waiting = waiting, InFlight = inFlight });

        Assert.Equal(expected, decision.Recommended);
    }

    [Fact]
    public void WaitingLength_CountingWaitingOnly_LeavesOutWhatIsInFlight()
    {
        var fleet = Fleet.Of(0, 10, 2);
        fleet.Settings = fleet.Settings with { CountsWaitingOnly = true };
        fleet.With(4, InstanceState.Busy, 1).Waiting = 5;

        Assert.Equal((3, "ceil(5 / 2) = 3; 0..10: 3; 4"), (fleet.Ask().Recommended, fleet.Ask().Formula));
    }

    [Theory]
    [InlineData(ScalingMetric.Qps, 10, 35.0, 2, 4)]
    [InlineData(ScalingMetric.Qps, 10, 31.0, 3, 3)] // 31 / 30 is within 10 % of 1.
    [InlineData(ScalingMetric.Qps, 10, 33.0, 3, 3)]
    [InlineData(ScalingMetric.Qps, 10, 33.1, 3, 4)]
    [InlineData(ScalingMetric.Qps, 10, 27.0, 3, 3)]
    [InlineData(ScalingMetric.Qps, 10, 20.0, 3, 2)]
    [InlineData(ScalingMetric.Qps, 10, 0.0, 3, 0)]
    [InlineData(ScalingMetric.Qps, 10, 0.1, 0, 1)] // None there: no tolerance.
    [InlineData(ScalingMetric.Qps1k, 500, 2.0, 1, 4)]
    [InlineData(ScalingMetric.Concurrency, 4, 17.0, 1, 5)]
    public void Total_IsDividedByThreshold_OutsideOfTheTolerance(ScalingMetric metric, double threshold, double value, int ready, int expected)
    {
        var decision = Ask(new ScalingStrategy(metric, threshold), Fleet.Noon, ready, starting: 0, inputs => inputs with { Qps = value, Concurrency = value });

        Assert.Equal(expected, decision.Strategies[0].Desired);
    }

    [Fact]
    public void Concurrency_WithoutAValue_CountsTasks() =>
        Assert.Equal(3, Ask(new ScalingStrategy(ScalingMetric.Concurrency, 2), Fleet.Noon, 1, 0, inputs => inputs with { Waiting = 4, InFlight = 1 }).Recommended);

    /// <summary>The first rows are the examples of Kubernetes' documentation of HPA: 200m against 100m doubles, 50m halves.</summary>
    [Theory]
    [InlineData(200, 100, 3, 0, 6)]
    [InlineData(50, 100, 4, 0, 2)]
    [InlineData(109, 100, 4, 0, 4)]
    [InlineData(111, 100, 4, 0, 5)]
    [InlineData(95, 60, 3, 0, 5)]
    [InlineData(91, 100, 20, 0, 20)]
    [InlineData(89, 100, 20, 0, 18)]
    [InlineData(200, 100, 2, 2, 4)] // With those that start unused: 400 / 400.
    [InlineData(300, 100, 2, 2, 6)]
    [InlineData(150, 100, 2, 2, 4)]
    [InlineData(10, 100, 2, 2, 3)] // Those that start as if used to the threshold.
    public void Use_MultipliesInstances_AndCountsThoseThatStartCautiously(double percent, double threshold, int ready, int starting, int expected)
    {
        foreach (var metric in new[] { ScalingMetric.Cpu, ScalingMetric.Memory, ScalingMetric.Gpu })
        {
            var decision = Ask(new ScalingStrategy(metric, threshold), Fleet.Noon, ready, starting, inputs => inputs with { Cpu = percent, Memory = percent, Gpu = percent });

            Assert.Equal(expected, decision.Strategies[0].Desired);
        }
    }

    [Fact]
    public void Use_WithoutAValue_KeepsWhatThereIs_ButLetsOthersAskForMore()
    {
        var fleet = Fleet.Of(0, 10);
        fleet.Settings = fleet.Settings with { Strategies = [.. fleet.Settings.Strategies, new ScalingStrategy(ScalingMetric.Cpu, 50)] };
        fleet.With(4, InstanceState.Idle);

        Assert.Equal((4, ScalingReasons.NoValue), (fleet.Ask().Desired, fleet.Ask().Reason.Code));
        fleet.Waiting = 6;
        Assert.Equal((6, ScalingReasons.Demand), (fleet.Ask().Desired, fleet.Ask().Reason.Code));
    }

    [Theory]
    [InlineData(5, 10, 4, 2, 2)] // Half of what is bearable: those with work stay.
    [InlineData(9.5, 10, 4, 2, 4)]
    [InlineData(11, 10, 4, 2, 4)]
    [InlineData(12, 10, 4, 2, 5)]
    [InlineData(40, 10, 4, 2, 16)]
    [InlineData(400, 10, 4, 2, 22)] // No more than there are tasks.
    public void QueueAge_MultipliesReadyInstancesByHowMuchTooLongItIs(double age, double threshold, int ready, int busy, int expected)
    {
        var fleet = new Fleet(AutoscalerSettings.ElasticJob with { Min = 0, Max = 1000, Strategies = [new ScalingStrategy(ScalingMetric.QueueAge, threshold)] });
        fleet.With(ready - busy, InstanceState.Idle).With(busy, InstanceState.Busy, 1).Waiting = 20;

        Assert.Equal(expected, fleet.Ask(inputs => inputs with { OldestWait = TimeSpan.FromSeconds(age) }).Strategies[0].Desired);
    }

    [Fact]
    public void QueueAge_IsAskedAgainWhenTheTaskHasWaitedTooLong()
    {
        var fleet = new Fleet(AutoscalerSettings.ElasticJob with { Strategies = [new ScalingStrategy(ScalingMetric.QueueAge, 10)] });
        fleet.With(1, InstanceState.Busy, 1).Waiting = 5;
        var arrival = fleet.Now;
        var asked = 0;
        while (fleet.Supply == 1)
        {
            var decision = fleet.Step(inputs => inputs with { OldestWait = fleet.Now - arrival });
            if (decision.Create == 0)
                fleet.PassUntil(decision.NextCheck!.Value);
            Assert.True(++asked < 10, "It is never time to ask for more.");
        }

        Assert.Equal(11, (fleet.Now - arrival).TotalSeconds, 0.01);
    }

    [Theory]
    [InlineData("2026-01-05T00:00:00Z", 5, "2026-01-05T12:00:00Z")] // A Monday, 8 o'clock in Shanghai.
    [InlineData("2026-01-05T11:59:59Z", 5, "2026-01-05T12:00:00Z")]
    [InlineData("2026-01-05T12:00:00Z", 0, "2026-01-06T00:00:00Z")]
    [InlineData("2026-01-09T12:00:00Z", 0, "2026-01-12T00:00:00Z")] // Over the weekend.
    public void Cron_AsksForItsNumberWithinItsTimes(string now, int expected, string next)
    {
        var strategy = new ScalingStrategy(ScalingMetric.Cron, 5) { Window = new CronWindow("0 8 * * 1-5", "0 20 * * 1-5", "Asia/Shanghai") };

        var decision = Ask(strategy, DateTimeOffset.Parse(now), 0, 0);

        Assert.Equal((expected, DateTimeOffset.Parse(next)), (decision.Recommended, decision.NextCheck));
    }

    /// <summary>In New York clocks go from 2 to 3 on 8 March 2026 and from 2 back to 1 on 1 November 2026.</summary>
    [Theory]
    [InlineData("30 2 * * *", "0 5 * * *", "2026-03-08T06:59:00Z", 0, "2026-03-08T07:00:00Z")]
    [InlineData("30 2 * * *", "0 5 * * *", "2026-03-08T07:00:00Z", 5, "2026-03-08T09:00:00Z")]
    [InlineData("0 0 * * *", "30 1 * * *", "2026-11-01T05:29:00Z", 5, "2026-11-01T05:30:00Z")]
    [InlineData("0 0 * * *", "30 1 * * *", "2026-11-01T05:30:00Z", 0, "2026-11-02T05:00:00Z")]
    [InlineData("0 0 * * *", "30 2 * * *", "2026-11-01T06:30:00Z", 5, "2026-11-01T07:30:00Z")]
    public void Cron_WhenClocksChange_KeepsToTheClock(string start, string end, string now, int expected, string next)
    {
        var strategy = new ScalingStrategy(ScalingMetric.Cron, 5) { Window = new CronWindow(start, end, "America/New_York") };

        var decision = Ask(strategy, DateTimeOffset.Parse(now), 0, 0);

        Assert.Equal((expected, DateTimeOffset.Parse(next)), (decision.Recommended, decision.NextCheck));
    }

    [Fact]
    public void Strategies_ThatAskForDifferentNumbers_AreServedByTheGreatest()
    {
        var fleet = new Fleet(AutoscalerSettings.ElasticJob with { Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, 2), new ScalingStrategy(ScalingMetric.Qps, 10)] });
        fleet.With(1, InstanceState.Busy, 1).Waiting = 2;

        var decision = fleet.Ask(inputs => inputs with { Qps = 45 });

        Assert.Equal((5, "max(ceil((2 + 1) / 2) = 2; ceil(45 / 10) = 5); 1..10: 5"), (decision.Desired, decision.Formula));
        Assert.Equal("qps asks for 5: ceil(45 / 10) = 5.", decision.Reason.Message);
    }

    private static ScalingDecision Ask(ScalingStrategy strategy, DateTimeOffset now, int ready, int starting, Func<ScalingInputs, ScalingInputs>? with = null)
    {
        var fleet = new Fleet(AutoscalerSettings.ElasticJob with { Min = 0, Max = 1000, Strategies = [strategy] });
        fleet.With(ready, InstanceState.Idle).With(starting, InstanceState.Starting);
        return fleet.Ask(inputs => (with?.Invoke(inputs) ?? inputs) with { Now = now });
    }
}
