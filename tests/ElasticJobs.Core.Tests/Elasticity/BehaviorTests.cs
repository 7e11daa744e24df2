using System.Globalization;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

/// <summary>Windows and policies. Numbers of policies are those of Kubernetes' documentation of HPA and of its proposal 853.</summary>
public sealed class BehaviorTests
{
    private static readonly ScalingPolicy[] FourOrATenth = [new(PolicyType.Pods, 4, 60), new(PolicyType.Percent, 10, 60)];
    private static readonly ScalingPolicy[] Defaults = [new(PolicyType.Pods, 4, 15), new(PolicyType.Percent, 100, 15)];
    private static readonly ScalingPolicy[] FiveOrATenth = [new(PolicyType.Percent, 10, 60), new(PolicyType.Pods, 5, 60)];

    public static TheoryData<ScalingPolicy[], PolicyChoice, int, int, int[]> Down => new()
    {
        // 10 % of 80 are 8; of 72 they are 7.2, which is 8; below 40 the 4 pods are more.
        { FourOrATenth, PolicyChoice.Max, 80, 60, [72, 64, 57, 51, 45, 40, 36, 32, 28, 24, 20, 16, 12, 10, 10] },
        { FiveOrATenth, PolicyChoice.Min, 80, 60, [75, 70, 65, 60, 55, 50, 45, 40, 36, 32, 28, 25, 22, 19, 17, 15, 13, 11, 10, 10] },
        { [new ScalingPolicy(PolicyType.Percent, 100, 15)], PolicyChoice.Max, 80, 15, [10, 10] },
        { [new ScalingPolicy(PolicyType.Pods, 1, 600)], PolicyChoice.Max, 13, 600, [12, 11, 10, 10] },
        { [], PolicyChoice.Disabled, 80, 60, [80, 80] },
        { [], PolicyChoice.Max, 80, 60, [10] },
    };

    public static TheoryData<ScalingPolicy[], PolicyChoice, int, int, int[]> Up => new()
    {
        { [new ScalingPolicy(PolicyType.Percent, 900, 60)], PolicyChoice.Max, 1, 60, [10, 100, 1000] },
        { [new ScalingPolicy(PolicyType.Pods, 1, 600)], PolicyChoice.Max, 1, 600, [2, 3, 4] },
        { Defaults, PolicyChoice.Max, 1, 15, [5, 10, 20, 40, 80] },
        { Defaults, PolicyChoice.Min, 1, 15, [2, 4, 8, 12, 16] },
        { [new ScalingPolicy(PolicyType.Percent, 10, 60)], PolicyChoice.Max, 1, 60, [2, 3, 4] },
        { [], PolicyChoice.Disabled, 3, 60, [3, 3] },
        { [], PolicyChoice.Max, 3, 60, [1000] },
    };

    [Theory, MemberData(nameof(Down))]
    public void ScaleDown_UnderPolicies_FallsAsHpaDocuments(ScalingPolicy[] policies, PolicyChoice choice, int from, int period, int[] expected)
    {
        var fleet = Fleet.Of(10, 1000, behavior: behavior => behavior with { ScaleDown = new ScalingRules { Policies = policies, SelectPolicy = choice } }).With(from, InstanceState.Idle);

        Assert.Equal(expected, Follow(fleet, period, expected.Length));
    }

    [Theory, MemberData(nameof(Up))]
    public void ScaleUp_UnderPolicies_GrowsAsHpaDocuments(ScalingPolicy[] policies, PolicyChoice choice, int from, int period, int[] expected)
    {
        var fleet = Fleet.Of(1, 1000, behavior: behavior => behavior with { ScaleUp = new ScalingRules { Policies = policies, SelectPolicy = choice } }).With(from, InstanceState.Idle);
        fleet.Waiting = 100_000;

        Assert.Equal(expected, Follow(fleet, period, expected.Length));
    }

    /// <summary>Asked all the time, not once per period, it still changes no more than the period allows, and says when it will.</summary>
    [Fact]
    public void ScaleDown_UnderPolicies_WaitsForThePeriodHoweverOftenItIsAsked()
    {
        var fleet = Fleet.Of(1, 100, behavior: behavior => behavior with { ScaleDown = new ScalingRules { Policies = [new ScalingPolicy(PolicyType.Pods, 2, 60)] } }).With(10, InstanceState.Idle);

        Assert.Equal(8, fleet.Step().Desired);
        for (var second = 1; second < 60; second++)
        {
            fleet.Pass(1);
            var decision = fleet.Step();
            Assert.Equal((8, ScalingReasons.ScaleDownPolicy, Fleet.Noon.AddSeconds(60)), (decision.Desired, decision.Reason.Code, decision.NextCheck));
        }

        fleet.Pass(1);
        Assert.Equal(6, fleet.Step().Desired);
    }

    [Fact]
    public void ScaleDown_AfterLongLoad_WaitsForTheWindowFromTheEndOfTheLoad()
    {
        var fleet = Fleet.Of(1, 10, behavior: behavior => behavior with { ScaleDown = new ScalingRules { StabilizationWindowSeconds = 30 } }).With(5, InstanceState.Busy, 1);
        fleet.Step();
        fleet.Pass(3600);
        foreach (var instance in fleet.Instances.ToList())
            fleet.Become(instance.Name, InstanceState.Idle);

        var decision = fleet.Step();
        Assert.Equal((5, ScalingReasons.ScaleDownWindow, fleet.Now.AddSeconds(30)), (decision.Desired, decision.Reason.Code, decision.NextCheck));
        Assert.Equal("Not below 5 before 2026-01-01T13:00:30Z: so many were needed within the last 30 s.", decision.Reason.Message);
        fleet.Pass(29.999);
        Assert.Equal(5, fleet.Step().Desired);
        fleet.Pass(0.001);
        Assert.Equal(1, fleet.Step().Desired);
    }

    [Fact]
    public void ScaleDown_WithinTheWindow_FollowsTheGreatestOfIt()
    {
        var fleet = Fleet.Of(1, 100, behavior: behavior => behavior with { ScaleDown = new ScalingRules { StabilizationWindowSeconds = 10 } });
        fleet.With(1, InstanceState.Idle);
        List<int> desired = [];
        foreach (var waiting in new[] { 8, 3, 5, 1, 1, 1, 1 })
        {
            fleet.Waiting = waiting;
            desired.Add(fleet.Step().Desired);
            fleet.Pass(4);
        }

        // 8 held until second 4, 5 until 12, so they count until 14 and 22.
        Assert.Equal([8, 8, 8, 8, 5, 5, 1], desired);
    }

    [Fact]
    public void ScaleUp_WithAWindow_WaitsUntilMoreWasNeededAllThroughIt()
    {
        var fleet = Fleet.Of(1, 100, behavior: behavior => behavior with { ScaleUp = new ScalingRules { StabilizationWindowSeconds = 10 } }).With(2, InstanceState.Busy, 1);
        fleet.Ask();
        fleet.Pass(5);
        fleet.Waiting = 4;
        var decision = fleet.Ask();

        Assert.Equal((2, ScalingReasons.ScaleUpWindow, fleet.Now.AddSeconds(10)), (decision.Desired, decision.Reason.Code, decision.NextCheck));
        fleet.Pass(8);
        fleet.Waiting = 1;
        Assert.Equal(2, fleet.Ask().Desired);
        fleet.Pass(2);
        Assert.Equal(3, fleet.Ask().Desired);
    }

    [Fact]
    public void Bounds_ThatExcludeWhatThereIs_AreReachedAtOnce()
    {
        var fleet = Fleet.Of(1, 100, behavior: _ => new ScalingBehavior
        {
            ScaleUp = new ScalingRules { SelectPolicy = PolicyChoice.Disabled },
            ScaleDown = new ScalingRules { StabilizationWindowSeconds = 300, SelectPolicy = PolicyChoice.Disabled },
        }).With(10, InstanceState.Idle);
        Assert.Equal(10, fleet.Step().Desired);

        fleet.Settings = fleet.Settings with { Max = 4 };
        Assert.Equal(4, fleet.Step().Desired);
        fleet.Settings = fleet.Settings with { Min = 6, Max = 8 };
        Assert.Equal(6, fleet.Step().Desired);
    }

    [Fact]
    public void Reasons_HaveSentencesInBothLanguages()
    {
        var codes = typeof(ScalingReasons).GetFields().Select(field => (string)field.GetRawConstantValue()!).ToList();

        Assert.Equal(codes.Order(), ScalingTexts.Codes.Order());
        foreach (var code in codes)
        {
            var reason = ScalingTexts.Make(code, "1", "2", "3");
            var chinese = ScalingTexts.Localize(reason, CultureInfo.GetCultureInfo("zh-Hans"));
            Assert.NotEqual(reason.Message, chinese.Message);
            Assert.Equal(reason, ScalingTexts.Localize(chinese, CultureInfo.GetCultureInfo("zh")) with { Message = reason.Message });
            Assert.Same(reason, ScalingTexts.Localize(reason, CultureInfo.GetCultureInfo("en")));
        }
    }

    /// <summary>Asks once per period; returns what it wants each time.</summary>
    private static List<int> Follow(Fleet fleet, int period, int times)
    {
        List<int> desired = [];
        for (var i = 0; i < times; i++)
        {
            desired.Add(fleet.Step().Desired);
            fleet.Pass(period);
        }

        return desired;
    }
}
