using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class RolloutTests
{
    [Fact]
    public void Rollout_OneByOne_ReplacesIdleOnesFirst_AndNeverHasFewerReadyThanDesired()
    {
        var fleet = Fleet.Of(3, 10).With(1, InstanceState.Busy, 1).With(2, InstanceState.Idle);
        fleet.Step();
        fleet.Generation++;

        var decision = fleet.Step();
        Assert.Equal((3, 1, 0), (decision.Desired, decision.Create, decision.Drain.Count));
        Assert.Contains(decision.Reasons, reason => reason.Code == ScalingReasons.Rollout);
        Assert.True(fleet.Step().IsQuiet);

        List<string> drained = [];
        for (var i = 0; i < 20 && fleet.Instances.Any(instance => instance.Generation == 0); i++)
        {
            fleet.GetReady();
            decision = fleet.Step();
            drained.AddRange(decision.Drain);
            Assert.True(fleet.Supply <= 4);
            Assert.True(fleet.Instances.Count(instance => instance.State is InstanceState.Idle or InstanceState.Busy) >= 3);
            if (i == 10)
                fleet.Become("i0001", InstanceState.Draining);
        }

        Assert.Equal(["i0002", "i0003", "i0001"], drained);
        Assert.Equal(3, fleet.Instances.Count);
        Assert.All(fleet.Instances, instance => Assert.Equal(1, instance.Generation));
        Assert.DoesNotContain(fleet.Step().Reasons, reason => reason.Code == ScalingReasons.Rollout);
    }

    [Fact]
    public void Rollout_OfIdleAtOnce_DrainsAllThatAreIdle()
    {
        var fleet = Fleet.Of(4, 10).With(1, InstanceState.Busy, 1).With(3, InstanceState.Idle);
        fleet.Rollout = RolloutPace.IdleAtOnce;
        fleet.Step();
        fleet.Generation++;

        var decision = fleet.Step();

        Assert.Equal(["i0002", "i0003", "i0004"], decision.Drain);
        Assert.Equal(4, decision.Create);
        fleet.GetReady();
        Assert.Equal(["i0001"], fleet.Step().Drain);
        Assert.Equal(1, fleet.Instances.Single(instance => instance.Name == "i0001").InFlight);
    }

    [Fact]
    public void Rollout_OfASpecThatCantStart_TakesNothingAway()
    {
        var fleet = Fleet.Of(2, 10).With(2, InstanceState.Idle);
        fleet.Step();
        fleet.Generation++;
        fleet.Step();
        for (var i = 0; i < 50; i++)
        {
            fleet.Step();
            fleet.Pass(10);
            foreach (var instance in fleet.Instances.Where(instance => instance.State == InstanceState.Starting).ToList())
                fleet.Fail(instance.Name);
            var decision = fleet.Step();
            Assert.Empty(decision.Drain);
            Assert.Empty(decision.Remove);
        }

        Assert.Equal(2, fleet.Instances.Count(instance => instance.State == InstanceState.Idle));
        Assert.InRange(fleet.Instances.Count(instance => instance.State == InstanceState.Failed), 4, 10);
    }

    [Fact]
    public void Rollout_WhileOldOnesStart_DropsThem()
    {
        var fleet = Fleet.Of(2, 10);
        fleet.Step();
        fleet.Generation++;

        var decision = fleet.Step();

        Assert.Equal(["i0001", "i0002"], decision.Drain.Order());
        Assert.Equal(2, decision.Create);
    }

    [Fact]
    public void Rollout_WhileDemandGrows_StartsNewOnesForIt()
    {
        var fleet = Fleet.Of(1, 10).With(2, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Generation++;
        fleet.Waiting = 3;

        Assert.Equal((5, 4), (fleet.Ask().Desired, fleet.Ask().Create));
    }

    [Fact]
    public void Rollout_WhileDemandFalls_DrainsOldOnesFirst_AndTakesNoneOfThemBack()
    {
        var fleet = Fleet.Of(1, 10).With(3, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Generation++;
        fleet.With(2, InstanceState.Idle);
        fleet.Step();
        fleet.Pass(1);
        Assert.DoesNotContain(fleet.Instances, instance => instance is { Generation: 1, State: InstanceState.Draining });

        fleet.Waiting = 5;
        var decision = fleet.Step();

        Assert.Empty(decision.Undrain);
        Assert.True(decision.Create > 0);
    }
}
