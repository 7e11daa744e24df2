using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class StartBackoffTests
{
    [Fact]
    public void Start_ThatFails_IsTriedAgainAfterAWaitThatDoubles_UpToFiveMinutes()
    {
        var fleet = Fleet.Of(1, 10);
        List<double> waits = [];
        for (var i = 0; i < 12; i++)
        {
            Assert.Equal(1, fleet.Step().Create);
            fleet.Step();
            fleet.Pass(2);
            fleet.Fail(fleet.Instances[^1].Name, "ImagePullBackOff");
            var decision = fleet.Step();
            Assert.Equal((0, ScalingReasons.BackingOff, decision.BackoffUntil), (decision.Create, decision.Reason.Code, decision.NextCheck));
            Assert.EndsWith($"{i + 1} start(s) in a row failed. ImagePullBackOff", decision.Reason.Message);
            waits.Add((decision.BackoffUntil!.Value - fleet.Now).TotalSeconds);
            fleet.PassUntil(decision.BackoffUntil!.Value.AddTicks(-1));
            Assert.Equal(0, fleet.Step().Create);
            fleet.PassUntil(decision.BackoffUntil!.Value);
        }

        var exact = Enumerable.Range(0, 12).Select(round => Math.Min(Math.Pow(2, round), 300)).ToList();
        Assert.All(waits.Zip(exact), pair => Assert.InRange(pair.First, pair.Second - 0.001, Math.Min(pair.Second * 1.2, 300) + 0.001));
        Assert.Contains(waits.Zip(exact), pair => pair.First > pair.Second * 1.01);
    }

    [Fact]
    public void Starts_ThatFailTogether_AreOneRound_AndThenOneIsTried()
    {
        var fleet = Fleet.Of(0, 10);
        fleet.Waiting = 5;
        fleet.Step();
        fleet.Step();
        foreach (var instance in fleet.Instances.ToList())
        {
            fleet.Pass(0.1);
            fleet.Fail(instance.Name);
            fleet.Step();
        }

        fleet.Pass(5);
        var decision = fleet.Step();
        Assert.Equal((1, "One is tried before more are started: 1 start(s) in a row failed. exit code 1"), (decision.Create, decision.Reason.Message));
        Assert.Equal(0, fleet.Step().Create);

        fleet.GetReady();
        decision = fleet.Step();
        Assert.Equal(4, decision.Create);
        Assert.Null(decision.BackoffUntil);
    }

    [Fact]
    public void Failure_OfAnInstanceThatWasReady_IsNoFailedStart()
    {
        var fleet = Fleet.Of(2, 10);
        fleet.Step();
        fleet.GetReady();
        fleet.Step();
        fleet.Fail("i0001");
        fleet.Add(InstanceState.Failed);
        fleet.Change("i0003", instance => instance with { WasReady = true });

        Assert.Equal(1, fleet.Step().Create);
    }

    [Fact]
    public void Failures_OfLongAgo_DelayNothing()
    {
        var fleet = Fleet.Of(1, 10).With(1, InstanceState.Failed);
        fleet.Pass(600);

        Assert.Equal(1, fleet.Step().Create);
    }

    [Fact]
    public void Generation_ThatIsNew_IsTriedAtOnce()
    {
        var fleet = Fleet.Of(1, 10);
        fleet.Step();
        fleet.Step();
        fleet.Fail("i0001");
        Assert.Equal(0, fleet.Step().Create);

        fleet.Generation++;
        Assert.Equal(1, fleet.Step().Create);
    }

    [Fact]
    public void Start_ThatSucceeds_BeginsAgainAtOneSecond()
    {
        var fleet = Fleet.Of(1, 10);
        for (var i = 0; i < 5; i++)
        {
            fleet.PassUntil((fleet.Step().BackoffUntil ?? fleet.Now) > fleet.Now ? fleet.Step().BackoffUntil!.Value : fleet.Now);
            fleet.Step();
            fleet.Step();
            fleet.Fail(fleet.Instances[^1].Name);
        }

        fleet.PassUntil(fleet.Step().BackoffUntil!.Value);
        fleet.Step();
        fleet.GetReady();
        fleet.Step();
        fleet.Instances.RemoveAll(instance => instance.State == InstanceState.Idle);
        fleet.Step();
        fleet.Step();
        fleet.Fail(fleet.Instances[^1].Name);

        Assert.InRange((fleet.Step().BackoffUntil!.Value - fleet.Now).TotalSeconds, 0.999, 1.201);
    }
}
