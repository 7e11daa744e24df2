using System.Text.Json.Nodes;
using ElasticJobs.Core.Elasticity;

namespace ElasticJobs.Core.Tests.Elasticity;

public sealed class AutoscalerWriterTests
{
    [Fact]
    public void ToEas_OfAnElasticJob_WritesWhatEasDocuments() => Assert.Equal(
        """{"min":1,"max":10,"strategies":{"avg_waiting_length":2},"behavior":{"scaleUp":{"stabilizationWindowSeconds":0},"scaleDown":{"stabilizationWindowSeconds":1},"onZero":{"scaleDownGracePeriodSeconds":60,"scaleUpActivationReplicas":1}}}""",
        AutoscalerWriter.ToEas(AutoscalerSettings.ElasticJob).ToJsonString());

    [Fact]
    public void ToEas_OfAStrategyOfAnotherService_WritesAList()
    {
        var settings = AutoscalerSettings.ElasticJob with { Strategies = [new ScalingStrategy(ScalingMetric.Qps, 5) { Service = "front" }] };

        Assert.Equal("""[{"metricName":"qps","threshold":5,"service":"front"}]""", AutoscalerWriter.ToEas(settings)["strategies"]!.ToJsonString());
    }

    [Fact]
    public void Write_ThenRead_GivesTheSame()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var settings = RandomSettings(new Random(seed));
            foreach (var json in new[] { AutoscalerWriter.ToEas(settings), AutoscalerWriter.ToOpenApi(settings) })
            {
                List<Problem> problems = [];
                var read = AutoscalerReader.Read(JsonNode.Parse(json.ToJsonString()), "", AutoscalerSettings.Service, problems);

                Assert.Empty(problems);
                AssertEqual(settings, read);
                // Also before it was text.
                AssertEqual(settings, AutoscalerReader.Read(json, "", problems));
            }
        }
    }

    /// <summary>By value, in the order of metrics: a mapping has none of its own for windows between other metrics.</summary>
    private static void AssertEqual(AutoscalerSettings expected, AutoscalerSettings actual)
    {
        Assert.Equal(expected.Strategies.OrderBy(strategy => strategy.Metric), actual.Strategies.OrderBy(strategy => strategy.Metric));
        Assert.Equal((expected.Min, expected.Max, expected.Tolerance, expected.CountsWaitingOnly, expected.Behavior.OnZero), (actual.Min, actual.Max, actual.Tolerance, actual.CountsWaitingOnly, actual.Behavior.OnZero));
        foreach (var (one, other) in new[] { (expected.Behavior.ScaleUp, actual.Behavior.ScaleUp), (expected.Behavior.ScaleDown, actual.Behavior.ScaleDown) })
        {
            Assert.Equal(one.Policies, other.Policies);
            Assert.Equal((one.SelectPolicy, one.StabilizationWindowSeconds), (other.SelectPolicy, other.StabilizationWindowSeconds));
        }
    }

    private static AutoscalerSettings RandomSettings(Random random)
    {
        var max = 1 + random.Next(1000);
        var metrics = Enum.GetValues<ScalingMetric>();
        random.Shuffle(metrics);
        return new AutoscalerSettings
        {
            Max = max,
            Min = random.Next(max + 1),
            Strategies = [.. metrics.Take(1 + random.Next(4)).SelectMany(metric => Strategies(metric, random))],
            Tolerance = random.Next(3) == 0 ? 0.25 : 0.1,
            CountsWaitingOnly = random.Next(2) == 0,
            Behavior = new ScalingBehavior
            {
                ScaleUp = RandomRules(random),
                ScaleDown = RandomRules(random),
                OnZero = new OnZeroRules { ScaleDownGracePeriodSeconds = random.Next(1000), ScaleUpActivationReplicas = 1 + random.Next(max) },
            },
        };
    }

    private static IEnumerable<ScalingStrategy> Strategies(ScalingMetric metric, Random random)
    {
        if (metric != ScalingMetric.Cron)
            return [new ScalingStrategy(metric, metric is ScalingMetric.Qps or ScalingMetric.Qps1k ? 1 + random.Next(100) : 0.5 + random.Next(100)) { Service = random.Next(4) == 0 ? "front" : null }];
        return Enumerable.Range(8, 1 + random.Next(3)).Select(hour => new ScalingStrategy(metric, 1 + random.Next(10)) { Window = new CronWindow($"0 {hour} * * 1-5", $"30 {hour} * * 1-5", "Asia/Shanghai") });
    }

    private static ScalingRules RandomRules(Random random) => new()
    {
        StabilizationWindowSeconds = random.Next(3601),
        Policies = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ScalingPolicy((PolicyType)random.Next(2), 1 + random.Next(100), 1 + random.Next(1800)))],
        SelectPolicy = (PolicyChoice)random.Next(3),
    };
}
