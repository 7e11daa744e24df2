using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Tests.Pipelines;

public class SyntaxTests
{
    [Theory]
    [InlineData("10s", 10)]
    [InlineData("5m", 300)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d", 172800)]
    [InlineData("250ms", 0.25)]
    [InlineData("90", 90)]
    [InlineData("1.5h", 5400)]
    public void Duration_IsRead_AndWrittenToBeReadAgain(string text, double seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
        Assert.True(DurationText.TryParse(DurationText.Format(duration), out var again));
        Assert.Equal(duration, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("5x")]
    [InlineData("-5s")]
    [InlineData("99999d")]
    [InlineData("1e9")]
    public void Duration_ThatIsNone_IsRefused(string text) => Assert.False(DurationText.TryParse(text, out _));

    [Theory]
    [InlineData("2", null, null, 2.0, 2.0, null, null, 0, null, null)]
    [InlineData("0.5~4", "2G~8G", "2(V100)", 0.5, 4.0, 2L << 30, 8L << 30, 2, null, "V100")]
    [InlineData("500m", "500M", "1(npu)", 0.5, 0.5, 500L << 20, 500L << 20, 1, "npu", null)]
    [InlineData(null, "1Gi", "1(vendor,TYPE)", null, null, 1L << 30, 1L << 30, 1, "vendor", "TYPE")]
    public void Resources_AreRead(string? cpu, string? memory, string? gpu, double? cpuRequest, double? cpuLimit, long? memoryRequest, long? memoryLimit, int gpus, string? vendor, string? type)
    {
        List<Problem> problems = [];

        var read = ResourceSyntax.Read(new TaskResources(cpu, memory, gpu), "r", problems);

        Assert.Empty(problems);
        Assert.Equal(new ResourceRequirements(cpuRequest, cpuLimit, memoryRequest, memoryLimit, gpus, vendor, type), read);
    }

    [Theory]
    [InlineData("two", null, null, "r.cpu")]
    [InlineData("0", null, null, "r.cpu")]
    [InlineData("1~2~3", null, null, "r.cpu")]
    [InlineData(null, "2", null, "r.memory")]
    [InlineData(null, "8G~2G", null, "r.memory")]
    [InlineData(null, null, "0.5", "r.gpu")]
    [InlineData(null, null, "1(V100", "r.gpu")]
    public void Resources_OfWrongSyntax_AreRefusedWithAnExample(string? cpu, string? memory, string? gpu, string path)
    {
        List<Problem> problems = [];

        ResourceSyntax.Read(new TaskResources(cpu, memory, gpu), "r", problems);

        var problem = Assert.Single(problems);
        Assert.Equal(path, problem.Path);
        Assert.Contains("like", problem.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_TakeTextByTheirType_AndDefaults()
    {
        var document = new PipelineDocument
        {
            Spec = new PipelineSpec
            {
                Parameters =
                [
                    new("i", PipelineParameterType.Int), new("f", PipelineParameterType.Float), new("b", PipelineParameterType.Bool), new("s", PipelineParameterType.String),
                    new("e", PipelineParameterType.Enum, JsonValue.Create("x"), null, ["x", "y"]), new("j", PipelineParameterType.Json),
                ],
            },
        };

        var (values, problems) = PipelineParameters.Bind(document, new JsonObject { ["i"] = "7", ["f"] = 1, ["b"] = "True", ["s"] = 5, ["j"] = "[1]" });

        Assert.Empty(problems);
        Assert.Equal("""{"i":7,"f":1,"b":true,"s":"5","e":"x","j":[1]}""", values.ToJsonString());
    }

    [Fact]
    public void Parameters_ThatAreWrong_AreAllTold()
    {
        var document = new PipelineDocument
        {
            Spec = new PipelineSpec { Parameters = [new("seed", PipelineParameterType.Int), new("must", PipelineParameterType.String), new("e", PipelineParameterType.Enum, null, null, ["x"])] },
        };

        var (_, problems) = PipelineParameters.Bind(document, new JsonObject { ["seed"] = "x", ["sed"] = 1, ["e"] = "z" });

        Assert.Equal(["unknown_parameter", "parameter_type", "parameter_missing", "bad_choice"], problems.Select(problem => problem.Code));
        Assert.Contains("'seed'", problems[0].Fix, StringComparison.Ordinal);
    }
}
