using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class ScalingReplayTests
{
    private static readonly AutoscalerSettings OneEach = Fleet.Of(1, 10).Settings;

    [Fact]
    public void Replay_OfOneInstance_IsAQueue()
    {
        // One instance, tasks of 10 s at 0, 1, 2 and 3: they start at 0, 10, 20 and 30.
        var result = ScalingReplay.Play(OneEach with { Max = 1 }, Load(10, 0, 1, 2, 3));

        Assert.Equal((13.5, 9.0, 27.0, 27.0), (result.Waits.Mean.TotalSeconds, result.Waits.P50.TotalSeconds, result.Waits.P95.TotalSeconds, result.Waits.Max.TotalSeconds));
        Assert.Equal((1, 40.0), (result.Peak, result.InstanceSeconds));
        Assert.Equal(Fleet.Noon.AddSeconds(40), result.End);
    }

    [Fact]
    public void Replay_OfABurst_StartsInstances_AndTakesThemAway()
    {
        // Four tasks of 60 s at once; one instance is there, three need 20 s to start, so three tasks wait 20 s.
        var result = ScalingReplay.Play(OneEach, Load(60, 0, 0, 0, 0) with { StartUp = TimeSpan.FromSeconds(20) });

        Assert.Equal((4, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(20)), (result.Peak, result.Waits.Mean, result.Waits.Max));
        Assert.Equal(1, result.Points[^1].Instances);
        // The first is idle from 60, and a second later it goes. So do two of the others, which are done at 80; the last stays.
        Assert.Equal((Fleet.Noon.AddSeconds(81), 61.0 + (3 * 81)), (result.End, result.InstanceSeconds));
    }

    [Fact]
    public void Replay_ToZero_EndsWithNone()
    {
        var result = ScalingReplay.Play(OneEach with { Min = 0 }, Load(5, 0) with { StartUp = TimeSpan.FromSeconds(3) });

        Assert.Equal((1, 0), (result.Peak, result.Points[^1].Instances));
        Assert.Equal(TimeSpan.FromSeconds(3), result.Waits.Max);
        Assert.Equal((68.0, Fleet.Noon.AddSeconds(68)), (result.InstanceSeconds, result.End));
    }

    [Fact]
    public void Replay_WithAGreaterThreshold_TakesFewerInstances_AndLongerWaits()
    {
        var random = new Random(7);
        var at = 0.0;
        var load = Load(30, [.. Enumerable.Range(0, 300).Select(_ => at += random.NextDouble() * 10)]);
        var results = new[] { 1, 2, 4 }.Select(threshold => ScalingReplay.Play(OneEach with { Max = 100, Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, threshold)] }, load)).ToList();

        Assert.True(results[0].InstanceSeconds > results[1].InstanceSeconds && results[1].InstanceSeconds > results[2].InstanceSeconds);
        Assert.True(results[0].Waits.Mean < results[1].Waits.Mean && results[1].Waits.Mean < results[2].Waits.Mean);
        Assert.All(results, result => Assert.True(result.InstanceSeconds >= 300 * 30));
    }

    [Fact]
    public void Replay_OfTheSameLoad_IsTheSame()
    {
        var random = new Random(3);
        var load = Load(20, [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble() * 600)]) with { Window = 3 };
        var settings = OneEach with { Min = 0, Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, 3), new ScalingStrategy(ScalingMetric.Qps, 1), new ScalingStrategy(ScalingMetric.QueueAge, 5)] };

        var (one, other) = (ScalingReplay.Play(settings, load), ScalingReplay.Play(settings, load));

        Assert.Equal(one.Points, other.Points);
        Assert.Equal((one.Waits, one.InstanceSeconds, one.End), (other.Waits, other.InstanceSeconds, other.End));
        Assert.Equal(0, one.Points[^1].Instances);
    }

    [Fact]
    public void Replay_WithACronWindow_FollowsIt_AndEnds()
    {
        var settings = OneEach with { Strategies = [.. OneEach.Strategies, new ScalingStrategy(ScalingMetric.Cron, 4) { Window = new CronWindow("5 12 * * *", "10 12 * * *") }] };

        var result = ScalingReplay.Play(settings, Load(10, 0, 1200));

        Assert.Equal([(0, 1), (300, 4), (601, 1)], result.Points.Where((point, i) => i == 0 || point.Desired != result.Points[i - 1].Desired).Select(point => ((int)(point.At - Fleet.Noon).TotalSeconds, point.Desired)));
    }

    [Fact]
    public void Replay_WhoseTasksDontWaitTooLong_EndsWithTheLastOfThem()
    {
        var result = ScalingReplay.Play(OneEach with { Strategies = [new ScalingStrategy(ScalingMetric.QueueAge, 1000)] }, Load(10, 0, 0));

        Assert.Equal((1, 20.0, Fleet.Noon.AddSeconds(20)), (result.Peak, result.InstanceSeconds, result.End));
    }

    [Fact]
    public void Replay_OfMetricsThatALoadDoesNotTell_SaysWhichItLeftOut()
    {
        var result = ScalingReplay.Play(OneEach with { Strategies = [.. OneEach.Strategies, new ScalingStrategy(ScalingMetric.Cpu, 60)] }, Load(10, 0, 0));

        Assert.Equal(["cpu"], result.LeftOut);
        Assert.Equal(2, result.Peak);
    }

    [Fact]
    public void Replay_OfNothing_HasNoWaits()
    {
        var result = ScalingReplay.Play(OneEach, Load(1));

        Assert.Equal((TimeSpan.Zero, 0.0), (result.Waits.Max, result.InstanceSeconds));
    }

    private static ReplayLoad Load(double duration, params double[] seconds) => new() { Tasks = [.. seconds.Select(second => new ReplayTask(Fleet.Noon.AddSeconds(second), TimeSpan.FromSeconds(duration)))] };
}
