using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

/// <summary>The last instance and the first.</summary>
public sealed class ZeroTests
{
    [Fact]
    public void LastInstance_StaysForTheGrace_ThenGoes()
    {
        var fleet = Fleet.Of(0, 10).With(3, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Pass(100);
        foreach (var instance in fleet.Instances.ToList())
            fleet.Become(instance.Name, InstanceState.Idle);
        var end = fleet.Now;
        Assert.Equal(3, fleet.Step().Desired);

        fleet.Pass(1);
        var decision = fleet.Step();
        Assert.Equal((1, ScalingReasons.ZeroGrace, end.AddSeconds(60)), (decision.Desired, decision.Reason.Code, decision.NextCheck));
        fleet.Pass(58.999);
        Assert.Equal(1, fleet.Step().Desired);
        fleet.Pass(0.001);
        Assert.Equal((0, 1), (fleet.Ask().Desired, fleet.Step().Drain.Count));
    }

    [Fact]
    public void LastInstance_WhenWorkComesBack_StaysForAnotherGrace()
    {
        var fleet = Fleet.Of(0, 10).With(1, InstanceState.Idle);
        fleet.Step();
        fleet.Pass(59);
        fleet.Become("i0001", InstanceState.Busy, 1);
        fleet.Step();
        fleet.Pass(5);
        fleet.Become("i0001", InstanceState.Idle);
        fleet.Step();
        fleet.Pass(59);

        Assert.Equal((1, fleet.Now.AddSeconds(1)), (fleet.Ask().Desired, fleet.Ask().NextCheck));
    }

    [Fact]
    public void None_WithoutWork_StaysNone()
    {
        var decision = Fleet.Of(0, 10).Ask();

        Assert.True(decision.IsQuiet);
        Assert.Equal((0, ScalingReasons.NoDemand), (decision.Desired, decision.Reason.Code));
        Assert.Null(decision.NextCheck);
    }

    [Fact]
    public void FirstTask_WhenThereIsNone_StartsTheActivationReplicas_WhateverWindowsAndPoliciesSay()
    {
        var fleet = Fleet.Of(0, 10, behavior: behavior => behavior with
        {
            ScaleUp = new ScalingRules { StabilizationWindowSeconds = 100, Policies = [new ScalingPolicy(PolicyType.Percent, 10, 60)] },
            OnZero = new OnZeroRules { ScaleDownGracePeriodSeconds = 60, ScaleUpActivationReplicas = 3 },
        });
        Assert.Equal(0, fleet.Step().Create);
        fleet.Pass(1000);
        fleet.Waiting = 1;

        var decision = fleet.Step();
        Assert.Equal((3, 3, ScalingReasons.Activation), (decision.Desired, decision.Create, decision.Reason.Code));

        // They stay although one would do, until one can show that it does.
        fleet.Pass(30);
        Assert.True(fleet.Step().IsQuiet);
        fleet.Become("i0001", InstanceState.Busy, 1);
        fleet.Waiting = 0;
        Assert.Equal(["i0002", "i0003"], fleet.Step().Drain);
    }

    [Theory]
    [InlineData(ScalingMetric.WaitingLength)]
    [InlineData(ScalingMetric.Qps)]
    [InlineData(ScalingMetric.Cpu)]
    public void Task_ThatWaits_HasAnInstance_WhateverTheMetricSays(ScalingMetric metric)
    {
        var fleet = new Fleet(AutoscalerSettings.ElasticJob with { Min = 0, CountsWaitingOnly = true, Strategies = [new ScalingStrategy(metric, 100)] }) { Waiting = 1 };

        Assert.Equal(1, fleet.Ask(inputs => inputs with { Qps = 0 }).Create);
    }
}
