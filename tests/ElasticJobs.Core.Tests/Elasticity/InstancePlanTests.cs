using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

/// <summary>Which instances drain, come back and go.</summary>
public sealed class InstancePlanTests
{
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
        Assert.Empty(fleet.Ask().Remove);
        Assert.Empty(fleet.Ask().Undrain);
    }

    [Fact]
    public void Draining_WhoseDeletionHasBegun_IsNotTakenBack()
    {
        var fleet = Fleet.Of(1, 10).With(1, InstanceState.Draining);
        fleet.Change("i0001", instance => instance with { IsLeaving = true });

        Assert.Equal((1, 0), (fleet.Ask().Create, fleet.Ask().Undrain.Count));
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
}
