using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class WhatIfTests
{
    private static readonly DateTimeOffset Noon = Fleet.Noon;
    private static readonly AutoscalerSettings OneEach = AutoscalerSettings.ElasticJob with { Min = 0, Max = 4, Strategies = [new ScalingStrategy(ScalingMetric.WaitingLength, 1)] };

    [Fact]
    public void Happened_TellsWaitsOfWhatWasDone_AndInstancesAsTheyWereAfterEachDecision()
    {
        var load = new WhatIf(
            [Done(0, 10, 4), Done(1, 30, 4), new PastTask(Noon.AddSeconds(2), null, null), new PastTask(Noon.AddSeconds(3), Noon.AddSeconds(9), null)],
            [Decision(60, 2, remove: 2), Decision(20, 1, create: 1), Decision(0, 0, create: 1), Decision(-100, 3)],
            1, TimeSpan.FromSeconds(5), Noon.AddSeconds(100));

        var happened = load.Happened();

        // 10 - 4 and 30 - 1 - 4 seconds.
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(25)), (happened.Waits.P50, happened.Waits.P99, happened.Waits.Max));
        Assert.Equal([(0.0, 1), (20, 2), (60, 0)], happened.Steps.Select(step => ((step.At - Noon).TotalSeconds, step.Instances)));
        Assert.Equal((20 * 1) + (40 * 2), happened.InstanceSeconds);
        Assert.Equal((2, 2), (happened.Peak, load.Guessed));
    }

    [Fact]
    public void Beginning_IsWhatTheDecisionBeforeTheFirstTaskLeft()
    {
        var load = new WhatIf([Done(50, 60, 1)], [Decision(-5, 3)], 1, TimeSpan.Zero, Noon.AddSeconds(150));

        Assert.Equal(300, load.Happened().InstanceSeconds);
    }

    [Fact]
    public void Played_UnderOtherSettings_WaitsShrinkAsInstancesGrow()
    {
        List<PastTask> tasks = [.. Enumerable.Range(0, 40).Select(i => Done(i, i + 100, 20))];
        var load = new WhatIf(tasks, [], 1, TimeSpan.FromSeconds(5), Noon.AddHours(1));

        var (few, _) = load.Play(OneEach, CancellationToken.None);
        var (many, left) = load.Play(OneEach with { Max = 40, Strategies = [.. OneEach.Strategies, new ScalingStrategy(ScalingMetric.Cpu, 50)] }, CancellationToken.None);

        Assert.Equal((4, true, "cpu"), (few.Peak, many.Peak > 20, Assert.Single(left)));
        Assert.True(many.Waits.P99 < few.Waits.P50, $"{many.Waits.P99} {few.Waits.P50}");
    }

    [Fact]
    public void Played_WithAMinimum_CostsToTheEndOfTheSpan()
    {
        var load = new WhatIf([Done(0, 10, 5)], [], 1, TimeSpan.Zero, Noon.AddHours(1));

        var (played, _) = load.Play(OneEach with { Min = 2 }, CancellationToken.None);

        Assert.Equal(2 * 3600, played.InstanceSeconds, 1.0);
    }

    [Fact]
    public void Task_WithoutADuration_TakesTheMedianOfTheOthers()
    {
        var load = new WhatIf([Done(0, 10, 3), Done(0, 10, 7), Done(0, 10, 100), new PastTask(Noon.AddSeconds(200), null, null)], [], 9, TimeSpan.Zero, Noon.AddHours(1));

        var (played, _) = load.Play(OneEach with { Max = 1, Behavior = OneEach.Behavior with { OnZero = new OnZeroRules { ScaleDownGracePeriodSeconds = 0 } } }, CancellationToken.None);

        // 100 s for the longest of the three at once, and 7 s for the last alone, with a second of the window for scaling in each time.
        Assert.InRange(played.InstanceSeconds, 107, 110);
    }

    private static PastTask Done(double at, double done, double seconds) => new(Noon.AddSeconds(at), Noon.AddSeconds(done), TimeSpan.FromSeconds(seconds));

    private static DecisionEntry Decision(double at, int idle, int create = 0, int remove = 0) => new(
        new ScalingDecision
        {
            At = Noon.AddSeconds(at),
            Desired = 0,
            Recommended = 0,
            Supply = 0,
            Create = create,
            Remove = [.. Enumerable.Range(0, remove).Select(i => $"i{i}")],
            Strategies = [],
            Formula = "",
            Reasons = [ScalingTexts.Make(ScalingReasons.NoDemand)],
        },
        0, 0, 0, idle, 0, 0, 0);
}
