using System.Text.Json;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class AutoscalerTests
{
    [Fact]
    public void Deployment_ThatIsNew_GetsItsMinimum()
    {
        var decision = Fleet.Of(2, 10).Ask();

        Assert.Equal((2, 2, 0), (decision.Desired, decision.Create, decision.Supply));
        Assert.Equal([ScalingReasons.Minimum, ScalingReasons.NoDemand], decision.Reasons.Select(reason => reason.Code));
        Assert.Null(decision.NextCheck);
    }

    [Fact]
    public void Tasks_BeyondTheMaximum_GetTheMaximum()
    {
        var fleet = Fleet.Of(1, 4).With(1, InstanceState.Idle);
        fleet.Waiting = 9;

        var decision = fleet.Ask();

        Assert.Equal((4, 3), (decision.Desired, decision.Create));
        Assert.Equal("4 is the maximum; 9 are asked for.", decision.Reason.Message);
        Assert.Equal("ceil((9 + 0) / 1) = 9; 1..4: 4", decision.Formula);
    }

    [Fact]
    public void Instances_ThatStart_AreSupply()
    {
        var fleet = Fleet.Of(0, 10);
        fleet.Waiting = 3;

        Assert.Equal(3, fleet.Step().Create);
        Assert.Equal(0, fleet.Step().Create);
        fleet.Waiting = 4;
        Assert.Equal(1, fleet.Step().Create);
        fleet.GetReady();
        Assert.Equal(0, fleet.Step().Create);
    }

    [Fact]
    public void Instances_ThatDrainOrHaveFailed_AreNone()
    {
        var fleet = Fleet.Of(3, 10).With(1, InstanceState.Idle).With(1, InstanceState.Failed);
        fleet.Generation = 0;
        fleet.Change("i0002", instance => instance with { WasReady = true });

        Assert.Equal((1, 2), (fleet.Ask().Supply, fleet.Ask().Create));
    }

    [Fact]
    public void Draining_WhenDemandIsBack_IsTakenBackBeforeAnythingIsMade()
    {
        var fleet = Fleet.Of(1, 10).With(4, InstanceState.Busy, 2);
        fleet.Settings = fleet.Settings with { Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, 4)] };
        fleet.Step();
        fleet.Pass(1);
        Assert.Equal(["i0001", "i0002"], fleet.Step().Drain);

        fleet.Become("i0002", InstanceState.Draining, 1);
        fleet.Waiting = 13;
        var decision = fleet.Step();

        Assert.Equal((5, 1), (decision.Desired, decision.Create));
        Assert.Equal(["i0002", "i0001"], decision.Undrain);
        Assert.Empty(decision.Remove);
    }

    [Fact]
    public void Draining_ThatWasToBeRemoved_IsNotTakenBack()
    {
        var fleet = Fleet.Of(1, 10).With(2, InstanceState.Idle);
        fleet.Step();
        fleet.Pass(1);
        fleet.Step();
        Assert.Equal(["i0001"], fleet.Ask().Remove);

        fleet.Waiting = 2;
        var decision = fleet.Ask();

        Assert.Empty(decision.Undrain);
        Assert.Equal(1, decision.Create);
        Assert.Equal(["i0001"], decision.Remove);

        // Nor if it was given something in between.
        fleet.Become("i0001", InstanceState.Draining, 1);
        Assert.Empty(fleet.Ask().Undrain);
        Assert.Empty(fleet.Ask().Remove);
    }

    [Fact]
    public void Draining_WhoseDeletionHasBegun_IsNotTakenBack()
    {
        var fleet = Fleet.Of(1, 10).With(1, InstanceState.Draining);
        fleet.Change("i0001", instance => instance with { IsLeaving = true });

        Assert.Equal((1, 0), (fleet.Ask().Create, fleet.Ask().Undrain.Count));
    }

    [Fact]
    public void Decision_ThatIsStored_IsReadAsItWas()
    {
        var fleet = Fleet.Of(0, 4).With(2, InstanceState.Busy, 1);
        fleet.Waiting = 7;
        var decision = fleet.Ask();
        var text = JsonSerializer.Serialize(decision);

        var read = JsonSerializer.Deserialize<ScalingDecision>(text)!;

        Assert.Equal(text, JsonSerializer.Serialize(read));
        Assert.Equal((decision.Reason, decision.Formula, decision.Strategies[0].Value), (read.Reason, read.Formula, read.Strategies[0].Value));
    }

    [Fact]
    public void ScaleIn_TakesWhatStarts_ThenTheLongestIdle_ThenTheLeastLoaded()
    {
        var fleet = Fleet.Of(0, 20, 10);
        foreach (var (state, inFlight) in new[]
        {
            (InstanceState.Busy, 3), (InstanceState.Idle, 0), (InstanceState.Starting, 0), (InstanceState.Busy, 1), (InstanceState.Idle, 0), (InstanceState.Starting, 0), (InstanceState.Busy, 2),
        })
        {
            fleet.Add(state, inFlight);
            fleet.Pass(1);
        }

        fleet.Change("i0001", instance => instance with { Window = 30 });
        fleet.Step();
        fleet.Pass(1);
        var decision = fleet.Step();

        Assert.Equal(1, decision.Desired);
        Assert.Equal(["i0006", "i0003", "i0002", "i0005", "i0001", "i0004"], decision.Drain);
        Assert.Empty(decision.Remove);
    }

    [Fact]
    public void ScaleIn_OfBusyInstances_RemovesEachWhenItsWorkIsDone()
    {
        var fleet = Fleet.Of(1, 10, 2).With(4, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Pass(1);
        Assert.Equal(["i0001", "i0002"], fleet.Step().Drain);
        Assert.True(fleet.Step().IsQuiet);

        fleet.Become("i0002", InstanceState.Draining);
        Assert.Equal(["i0002"], fleet.Step().Remove);
        Assert.True(fleet.Step().IsQuiet);
    }

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

    [Fact]
    public void Console_ThatStartsAgain_TakesWhatIsThereForWhatWasNeeded()
    {
        var fleet = Fleet.Of(0, 10, behavior: behavior => behavior with { ScaleDown = new ScalingRules { StabilizationWindowSeconds = 20 } }).With(6, InstanceState.Idle);

        Assert.Equal((6, Fleet.Noon.AddSeconds(20)), (fleet.Step().Desired, fleet.Step().NextCheck));
        fleet.Pass(20);
        Assert.Equal(1, fleet.Step().Desired);
        fleet.Pass(40);
        Assert.Equal(0, fleet.Step().Desired);
    }

    [Fact]
    public void Console_ThatStartsAgain_LetsTheScaleUpWindowBegin()
    {
        var fleet = Fleet.Of(1, 10, behavior: behavior => behavior with { ScaleUp = new ScalingRules { StabilizationWindowSeconds = 10 } }).With(2, InstanceState.Busy, 1);
        fleet.Waiting = 3;

        Assert.Equal((2, ScalingReasons.ScaleUpWindow), (fleet.Step().Desired, fleet.Step().Reason.Code));
        fleet.Pass(10);
        Assert.Equal(5, fleet.Step().Desired);
    }

    [Fact]
    public void Instance_ThatFailsLater_IsReplacedAtOnce_WhateverPoliciesSay()
    {
        var fleet = Fleet.Of(1, 10, behavior: behavior => behavior with { ScaleUp = new ScalingRules { SelectPolicy = PolicyChoice.Disabled } }).With(3, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Fail("i0002");
        fleet.Waiting = 1;

        var decision = fleet.Step();

        Assert.Equal((3, 1), (decision.Desired, decision.Create));
        Assert.Null(decision.BackoffUntil);
    }
}
