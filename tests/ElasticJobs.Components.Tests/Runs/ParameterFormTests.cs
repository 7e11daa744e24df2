using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Runs.Starting;

namespace ElasticJobs.Components.Tests.Runs;

public sealed class ParameterFormTests
{
    private static readonly PipelineParameter[] Parameters =
    [
        new("seed", PipelineParameterType.Int, 7),
        new("note", PipelineParameterType.String, "hello"),
        new("fast", PipelineParameterType.Bool, false),
        new("must", PipelineParameterType.Float),
    ];

    [Fact]
    public void Fields_ShowWhatIsGivenElseTheDefault()
    {
        var values = ParameterForm.Begin(Parameters, new JsonObject { ["seed"] = 0 });

        Assert.Equal("0", values["seed"]);
        Assert.Equal("hello", values["note"]);
        Assert.Equal("false", values["fast"]);
        Assert.Equal("", values["must"]);
    }

    [Fact]
    public void Field_LeftEmpty_TakesTheDefault_ButTextMayBeEmpty()
    {
        var values = ParameterForm.Begin(Parameters, []);
        values["seed"] = " ";
        values["note"] = "";

        var read = ParameterForm.Read(Parameters, values);

        Assert.False(read.ContainsKey("seed"));
        Assert.Equal("", read["note"]!.GetValue<string>());
        Assert.False(read.ContainsKey("must"));
    }
}
