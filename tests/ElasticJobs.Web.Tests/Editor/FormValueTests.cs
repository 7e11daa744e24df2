using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Web.Features.Editor.Canvas;
using ElasticJobs.Web.Features.Editor.Inspector;
using ElasticJobs.Web.Features.Editor.Running;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class FormValueTests
{
    [Theory]
    [InlineData(TemplateParameterType.Int, "7", "7")]
    [InlineData(TemplateParameterType.Int, "{{params.n}}", "\"{{params.n}}\"")]
    [InlineData(TemplateParameterType.Float, "0.5", "0.5")]
    [InlineData(TemplateParameterType.Bool, "true", "true")]
    [InlineData(TemplateParameterType.List, "a\n\nb\n", "[\"a\",\"b\"]")]
    [InlineData(TemplateParameterType.Json, "{\"a\": 1}", "{\"a\":1}")]
    [InlineData(TemplateParameterType.Json, "{broken", "\"{broken\"")]
    [InlineData(TemplateParameterType.Text, "x\ny", "\"x\\ny\"")]
    public void FromText_FollowsTheType(TemplateParameterType type, string text, string json) =>
        Assert.Equal(json, ArgumentText.FromText(type, text)?.ToJsonString());

    [Fact]
    public void FromText_OfAnEmptiedField_IsNoValue() => Assert.Null(ArgumentText.FromText(TemplateParameterType.Int, ""));

    [Fact]
    public void ParameterValues_Read_FillsInDefaultsAndTypes()
    {
        var values = Values(new("seed", PipelineParameterType.Int, 7), new("name", PipelineParameterType.String, "x"), new("fast", PipelineParameterType.Bool, false));
        values["seed"] = "12";
        values["name"] = "";

        Assert.Equal("""{"seed":12,"name":"","fast":false}""", values.Read()?.ToJsonString());
    }

    [Fact]
    public void ParameterValues_ThatDoNotFit_AreTold()
    {
        var values = Values(new("seed", PipelineParameterType.Int, 7), new PipelineParameter("must", PipelineParameterType.String));
        values["seed"] = "many";

        Assert.Null(values.Read());
        Assert.Equal(["parameters.seed", "parameters.must"], values.Problems.Select(problem => problem.Path));
    }

    [Fact]
    public void Preview_WithoutARun_MarksOutputsAndRendersDates()
    {
        var document = PipelineBuilder.Pipeline().Task("a").Task("b", ["a"], "echo {{tasks.a.outputs.rows}} {{execution_date | date('%Y')}}").Build();

        var rendered = PreviewRun.Render(new TaskRenderer(new TemplateCatalog()), document, document.Task("b")!, "default", new DateTimeOffset(2031, 5, 4, 0, 0, 0, TimeSpan.Zero), "ann", null);

        Assert.Empty(rendered.Problems);
        Assert.Equal("echo ‹a.rows› 2031", rendered.DisplayCommand);
        Assert.Equal([("a", "rows")], PreviewRun.OutputsUsed(document.Task("b")!));
    }

    [Fact]
    public void CanvasCommand_Read_TakesWhatTheCanvasSends()
    {
        var move = CanvasCommand.Read("""{"type":"move","positions":{"a":[16,32]}}""")!;
        var edge = CanvasCommand.Read("""{"type":"edge","source":"a","target":"b","when":"failed"}""")!;

        Assert.True(move.ChangesDocument);
        Assert.Equal([16, 32], move.Positions["a"]);
        Assert.Equal(("a", "b", EdgeCondition.Failed), (edge.Source, edge.Target, edge.Condition));
        Assert.Null(CanvasCommand.Read("no json"));
    }

    [Fact]
    public void CanvasEdits_Apply_GivesTheRefusalBack()
    {
        var drawing = Drawing.Of("a", "b");

        var outcome = CanvasEdits.Apply(drawing.State, CanvasCommand.Read("""{"type":"connect","source":"b","target":"a","when":"succeeded"}""")!);

        Assert.Equal("RefusedCycle", outcome.Refusal?.Code);
    }

    private static ParameterValues Values(params PipelineParameter[] parameters) =>
        new(new PipelineDocument { Spec = new PipelineSpec { Parameters = parameters } });
}
