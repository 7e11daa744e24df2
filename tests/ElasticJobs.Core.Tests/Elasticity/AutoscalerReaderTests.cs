using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class AutoscalerReaderTests
{
    [Fact]
    public void Read_OfTheDefaultsAsEasWritesThem_GivesThoseOfAnElasticJob()
    {
        var settings = Read("""
            {"behavior": {"onZero": {"scaleDownGracePeriodSeconds": 60}, "scaleDown": {"stabilizationWindowSeconds": 1}}, "max": 10, "min": 1, "strategies": {"avg_waiting_length": 2}}
            """, out var problems);

        Assert.Empty(problems);
        AssertSame(AutoscalerSettings.ElasticJob, settings);
        Assert.Equal((1, 10, 0.1, 0, 1, 60, 1), (
            settings.Min, settings.Max, settings.Tolerance, settings.Behavior.ScaleUp.StabilizationWindowSeconds, settings.Behavior.ScaleDown.StabilizationWindowSeconds,
            settings.Behavior.OnZero.ScaleDownGracePeriodSeconds, settings.Behavior.OnZero.ScaleUpActivationReplicas));
        Assert.Equal(new ScalingStrategy(ScalingMetric.WaitingLength, 2), Assert.Single(settings.Strategies));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"min": null, "behavior": {"scaleUp": {}}}""")]
    public void Read_OfNothing_GivesTheDefaults(string json)
    {
        var settings = Read(json, out var problems);

        Assert.Empty(problems);
        AssertSame(AutoscalerSettings.ElasticJob, settings);
    }

    [Fact]
    public void Read_OfAService_NeedsAStrategy()
    {
        List<Problem> problems = [];
        var settings = AutoscalerReader.Read(new JsonObject(), "autoscaler", AutoscalerSettings.Service, problems);

        Assert.Equal((AutoscalerCodes.NoStrategies, "autoscaler.strategies"), (Assert.Single(problems).Code, problems[0].Path));
        Assert.Equal((300, 600), (settings.Behavior.ScaleDown.StabilizationWindowSeconds, settings.Behavior.OnZero.ScaleDownGracePeriodSeconds));
    }

    [Fact]
    public void Read_OfTheOpenApiForm_TakesEachField()
    {
        var settings = Read("""
            {
              "min": 0, "max": 1000, "tolerance": 0.2, "countsWaitingOnly": true,
              "scaleStrategies": [{"metricName": "qps", "threshold": 10, "service": "front"}, {"metricName": "cron", "threshold": 5, "start": "0 8 * * 1-5", "end": "0 20 * * 1-5", "timeZone": "Asia/Shanghai"}],
              "behavior": {
                "scaleUp": {"stabilizationWindowSeconds": 3, "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}, {"type": "percent", "value": 100, "periodSeconds": 60}], "selectPolicy": "Min"},
                "scaleDown": {"selectPolicy": "Disabled"},
                "onZero": {"scaleUpActivationReplicas": 3, "interceptTraffic": true}
              }
            }
            """, out var problems);

        Assert.Empty(problems);
        Assert.Equal((0, 1000, 0.2, true), (settings.Min, settings.Max, settings.Tolerance, settings.CountsWaitingOnly));
        Assert.Equal(
            [new ScalingStrategy(ScalingMetric.Qps, 10) { Service = "front" }, new ScalingStrategy(ScalingMetric.Cron, 5) { Window = new CronWindow("0 8 * * 1-5", "0 20 * * 1-5", "Asia/Shanghai") }], settings.Strategies);
        Assert.Equal([new ScalingPolicy(PolicyType.Pods, 4, 15), new ScalingPolicy(PolicyType.Percent, 100, 60)], settings.Behavior.ScaleUp.Policies);
        Assert.Equal((3, PolicyChoice.Min), (settings.Behavior.ScaleUp.StabilizationWindowSeconds, settings.Behavior.ScaleUp.SelectPolicy));
        Assert.Equal((1, PolicyChoice.Disabled), (settings.Behavior.ScaleDown.StabilizationWindowSeconds, settings.Behavior.ScaleDown.SelectPolicy));
        Assert.Equal((60, 3), (settings.Behavior.OnZero.ScaleDownGracePeriodSeconds, settings.Behavior.OnZero.ScaleUpActivationReplicas));
    }

    [Fact]
    public void Read_OfAListOfStrategies_IsThatOfAMapping()
    {
        AssertSame(Read("""{"strategies": {"cpu": 60, "qps1k": 500}}""", out _), Read("""{"strategies": [{"metric": "cpu", "threshold": 60}, {"metricName": "qps1k", "threshold": 500}]}""", out var problems));
        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("[]", "autoscaler wrong_type")]
    [InlineData("""{"min": -1}""", "autoscaler.min out_of_range")]
    [InlineData("""{"min": 1.5}""", "autoscaler.min wrong_type")]
    [InlineData("""{"max": 0}""", "autoscaler.max out_of_range")]
    [InlineData("""{"max": 1001}""", "autoscaler.max out_of_range")]
    [InlineData("""{"min": 5, "max": 4}""", "autoscaler.min min_above_max")]
    [InlineData("""{"min": 11}""", "autoscaler.min min_above_max")]
    [InlineData("""{"max": "10"}""", "autoscaler.max wrong_type")]
    [InlineData("""{"maximum": 10}""", "autoscaler.maximum unknown_field")]
    [InlineData("""{"tolerance": 1.1}""", "autoscaler.tolerance out_of_range")]
    [InlineData("""{"countsWaitingOnly": 1}""", "autoscaler.countsWaitingOnly wrong_type")]
    [InlineData("""{"strategies": {}}""", "autoscaler.strategies no_strategies")]
    [InlineData("""{"strategies": 5}""", "autoscaler.strategies wrong_type")]
    [InlineData("""{"scaleStrategies": {"cpu": 5}}""", "autoscaler.scaleStrategies wrong_type")]
    [InlineData("""{"strategies": {"cpu": 5}, "scaleStrategies": []}""", "autoscaler.scaleStrategies two_strategy_forms")]
    [InlineData("""{"strategies": {"avg_wating_length": 2}}""", "autoscaler.strategies.avg_wating_length unknown_metric")]
    [InlineData("""{"strategies": {"cpu": 0}}""", "autoscaler.strategies.cpu threshold_not_positive")]
    [InlineData("""{"strategies": {"cpu": -5}}""", "autoscaler.strategies.cpu threshold_not_positive")]
    [InlineData("""{"strategies": {"cpu": "60"}}""", "autoscaler.strategies.cpu wrong_type")]
    [InlineData("""{"strategies": {"qps": 0.5}}""", "autoscaler.strategies.qps fractional_qps")]
    [InlineData("""{"strategies": {"qps1k": 0.5}}""", "autoscaler.strategies.qps1k wrong_type")]
    [InlineData("""{"strategies": [{"metric": "cpu", "threshold": 60}, {"metric": "cpu", "threshold": 70}]}""", "autoscaler.strategies[1].metric duplicate_metric")]
    [InlineData("""{"strategies": [{"threshold": 60}]}""", "autoscaler.strategies[0].metricName missing")]
    [InlineData("""{"strategies": [{"metric": "cpu"}]}""", "autoscaler.strategies[0].threshold missing")]
    [InlineData("""{"strategies": [{"metric": "cpu", "threshold": 60, "window": 5}]}""", "autoscaler.strategies[0].window unknown_field")]
    [InlineData("""{"strategies": ["cpu"]}""", "autoscaler.strategies[0] wrong_type")]
    [InlineData("""{"strategies": {"cron": {"start": "0 8 * * *", "end": "0 20 * *", "desired": 5}}}""", "autoscaler.strategies.cron.end bad_cron")]
    [InlineData("""{"strategies": {"cron": [{"start": "0 8 * * *", "end": "0 20 * * *"}]}}""", "autoscaler.strategies.cron[0].desired missing")]
    [InlineData("""{"strategies": {"cron": [{"start": "0 8 * * *", "end": "0 8 * * *", "desired": 5}]}}""", "autoscaler.strategies.cron[0].end empty_cron_window")]
    [InlineData("""{"strategies": {"cron": [{"start": "0 8 * * *", "end": "0 9 * * *", "desired": 5, "timeZone": "Mars"}]}}""", "autoscaler.strategies.cron[0].timeZone unknown_time_zone")]
    [InlineData("""{"behavior": {"scaleUp": {"stabilizationWindowSeconds": 3601}}}""", "autoscaler.behavior.scaleUp.stabilizationWindowSeconds out_of_range")]
    [InlineData("""{"behavior": {"scaleDown": {"selectPolicy": "Most"}}}""", "autoscaler.behavior.scaleDown.selectPolicy bad_choice")]
    [InlineData("""{"behavior": {"scaleDown": {"policies": [{"type": "Pods", "value": 0, "periodSeconds": 15}]}}}""", "autoscaler.behavior.scaleDown.policies[0].value out_of_range")]
    [InlineData("""{"behavior": {"scaleDown": {"policies": [{"type": "Pods", "value": 1}]}}}""", "autoscaler.behavior.scaleDown.policies[0].periodSeconds missing")]
    [InlineData("""{"behavior": {"scaledown": {}}}""", "autoscaler.behavior.scaledown unknown_field")]
    [InlineData("""{"behavior": {"onZero": {"scaleDownGracePeriodSeconds": -1}}}""", "autoscaler.behavior.onZero.scaleDownGracePeriodSeconds out_of_range")]
    [InlineData("""{"behavior": {"onZero": {"scaleUpActivationReplicas": 11}}}""", "autoscaler.behavior.onZero.scaleUpActivationReplicas activation_above_max")]
    public void Read_OfWhatIsWrong_SaysWhereAndWhat(string json, string expected)
    {
        var settings = Read(json, out var problems);

        var problem = Assert.Single(problems);
        Assert.Equal(expected, $"{problem.Path} {problem.Code}");
        Assert.NotEmpty(problem.Fix);
        Assert.NotEqual(problem.Message, ProblemTexts.Localize(problem, CultureInfo.GetCultureInfo("zh-Hans")).Message);
        Assert.InRange(settings.Min, 0, settings.Max);
        Assert.NotEmpty(settings.Strategies);
    }

    [Fact]
    public void Read_OfSeveralMistakes_FindsThemAll()
    {
        Read("""{"min": -1, "strategies": {"cpu": 0, "gpuu": 5}, "behavior": {"onZero": {"grace": 5}}}""", out var problems);

        Assert.Equal(["out_of_range", "threshold_not_positive", "unknown_metric", "unknown_field"], problems.Select(problem => problem.Code));
    }

    [Fact]
    public void Read_OfAMisspelling_SaysWhatIsMeant()
    {
        Read("""{"strategies": {"avg_wating_length": 2}}""", out var problems);
        Assert.Equal("Did you mean 'avg_waiting_length'?", problems[0].Fix);

        Read("""{"strategies": {"qps": 0.25}}""", out problems);
        Assert.Equal("Use qps1k, which counts requests per 1,000 seconds, with 250.", problems[0].Fix);
    }

    [Fact]
    public void Read_OfTrafficThatIsNotToBeHeld_Warns()
    {
        Read("""{"behavior": {"onZero": {"interceptTraffic": false}}}""", out var problems);

        Assert.True(Assert.Single(problems).IsWarning);
    }

    internal static void AssertSame(AutoscalerSettings expected, AutoscalerSettings actual) =>
        Assert.Equal(AutoscalerWriter.ToOpenApi(expected).ToJsonString(), AutoscalerWriter.ToOpenApi(actual).ToJsonString());

    private static AutoscalerSettings Read(string json, out List<Problem> problems)
    {
        problems = [];
        return AutoscalerReader.Read(JsonNode.Parse(json), "autoscaler", problems);
    }
}
