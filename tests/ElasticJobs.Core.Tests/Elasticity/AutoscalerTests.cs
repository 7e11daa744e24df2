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
    public void Deployment_ThatWasStopped_StartsWithWhatIsNeededNow()
    {
        var fleet = Fleet.Of(1, 10).With(6, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Fail(fleet.Add(InstanceState.Starting));
        Assert.Equal(6, fleet.Step().Desired);
        fleet.StopAndStart();
        fleet.Pass(0.1);

        Assert.Equal((1, 1), (fleet.Ask().Desired, fleet.Ask().Create));
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
