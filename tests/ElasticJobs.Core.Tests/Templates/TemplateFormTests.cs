using System.Text.Json.Nodes;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Core.Tests.Templates;

public class TemplateFormTests
{
    private static readonly TemplateSpec Template = new()
    {
        Name = "train",
        Version = "1",
        Title = Text("Train"),
        Description = Text("Trains."),
        Group = Text("Models"),
        Icon = "train",
        Color = "#000",
        Parameters =
        [
            new(Text("Data"),
            [
                new TemplateParameter { Name = "path", Type = TemplateParameterType.Str, Label = Text("Path"), Required = true, Regex = "/[a-z/]+" },
                new TemplateParameter { Name = "columns", Type = TemplateParameterType.List, ItemType = "int", Label = Text("Columns") },
            ]),
            new(Text("Model"),
            [
                new TemplateParameter { Name = "epochs", Type = TemplateParameterType.Int, Label = Text("Epochs"), Default = JsonValue.Create(0), Minimum = 0, Maximum = 100 },
                new TemplateParameter { Name = "rate", Type = TemplateParameterType.Float, Label = Text("Rate"), Minimum = 0 },
                new TemplateParameter { Name = "early", Type = TemplateParameterType.Bool, Label = Text("Early"), Default = JsonValue.Create(false) },
                new TemplateParameter { Name = "kind", Type = TemplateParameterType.Enum, Label = Text("Kind"), Choices = ["tree", "bayes"] },
                new TemplateParameter { Name = "marks", Type = TemplateParameterType.Multiple, Label = Text("Marks"), Choices = ["f1", "auc"] },
                new TemplateParameter
                {
                    Name = "layers",
                    Type = TemplateParameterType.List,
                    ItemType = "dict",
                    Label = Text("Layers"),
                    Fields = [new TemplateParameter { Name = "size", Type = TemplateParameterType.Int, Label = Text("Size"), Required = true }],
                },
                new TemplateParameter { Name = "extra", Type = TemplateParameterType.Json, Label = Text("Extra") },
                new TemplateParameter { Name = "slow", Type = TemplateParameterType.Str, Label = Text("Slow"), Regex = "(a+)+" },
            ]),
        ],
    };

    [Theory]
    [InlineData("""{}""", "args.path", "arg_missing")]
    [InlineData("""{"path": ""}""", "args.path", "arg_missing")]
    [InlineData("""{"path": "/data\n"}""", "args.path", "arg_pattern")]
    [InlineData("""{"path": "/data", "epoch": 1}""", "args.epoch", "unknown_arg")]
    [InlineData("""{"path": "/data", "epochs": 1.5}""", "args.epochs", "arg_type")]
    [InlineData("""{"path": "/data", "epochs": true}""", "args.epochs", "arg_type")]
    [InlineData("""{"path": "/data", "epochs": 101}""", "args.epochs", "arg_range")]
    [InlineData("""{"path": "/data", "rate": -0.1}""", "args.rate", "arg_range")]
    [InlineData("""{"path": "/data", "early": "maybe"}""", "args.early", "arg_type")]
    [InlineData("""{"path": "/data", "kind": "forest"}""", "args.kind", "arg_choice")]
    [InlineData("""{"path": "/data", "marks": ["f1", "f2"]}""", "args.marks", "arg_choice")]
    [InlineData("""{"path": "/data", "columns": [1, "x"]}""", "args.columns[1]", "arg_type")]
    [InlineData("""{"path": "/data", "layers": [{"size": 3}, 4]}""", "args.layers[1]", "arg_type")]
    [InlineData("""{"path": "/data", "layers": [{"size": "big"}]}""", "args.layers[0].size", "arg_type")]
    [InlineData("""{"path": "/data", "layers": [{}]}""", "args.layers[0].size", "arg_missing")]
    [InlineData("""{"path": {"a": 1}}""", "args.path", "arg_type")]
    public void Value_ThatDoesNotFit_IsTold_WithItsPath(string args, string path, string code)
    {
        var problem = Assert.Single(Check(args));

        Assert.Equal((path, code), (problem.Path, problem.Code));
        Assert.NotEmpty(problem.Fix);
    }

    [Theory]
    [InlineData("""{"path": "/data"}""")]
    [InlineData("""{"path": "/data", "epochs": 0, "early": false, "rate": 0}""")]
    [InlineData("""{"path": "/data", "epochs": "7", "rate": "1e-3", "early": "true", "kind": "tree", "marks": ["f1"], "columns": ["1", 2], "layers": [{"size": 1}], "extra": [1, [2]]}""")]
    [InlineData("""{"path": "{{params.path}}", "epochs": "{{params.epochs}}", "columns": ["{{params.column}}"]}""")]
    public void Value_ThatFits_OrIsAnExpression_IsTaken(string args) => Assert.Empty(Check(args));

    [Fact]
    public void Pattern_ThatNeverEnds_RefusesTheValue()
    {
        var problem = Assert.Single(Check($$"""{"path": "/data", "slow": "{{new string('a', 64)}}!"}"""));

        Assert.Equal("arg_pattern", problem.Code);
    }

    [Fact]
    public void Fill_GivesDefaults_AndKeepsZeroAndFalse()
    {
        Assert.Equal("""{"path":"/a","epochs":0,"early":false}""", TemplateForm.Fill(Template, new JsonObject { ["path"] = "/a" }).ToJsonString());
        Assert.Equal("""{"path":"/a","epochs":5,"rate":0,"early":true}""", TemplateForm.Fill(Template, new JsonObject { ["early"] = true, ["rate"] = 0, ["epochs"] = 5, ["path"] = "/a" }).ToJsonString());
    }

    [Theory]
    [InlineData("shell", true)]
    [InlineData("python@1", true)]
    [InlineData("python@2", false)]
    [InlineData("Shell", false)]
    [InlineData("", false)]
    public void Catalog_FindsByNameAndVersion(string reference, bool isThere) => Assert.Equal(isThere, new TemplateCatalog().Find(reference) is not null);

    [Fact]
    public void BuiltInTemplates_SpeakBothLanguages() => Assert.All(new TemplateCatalog().All, template =>
    {
        LocalizedText[] texts = [template.Title, template.Description, template.Group, .. template.AllParameters.Select(parameter => parameter.Label)];
        Assert.All(texts, text => Assert.NotEqual(text.En, text.ZhHans));
    });

    private static IReadOnlyList<Problem> Check(string args) => TemplateForm.Check(Template, (JsonObject)JsonNode.Parse(args)!, "args");

    private static LocalizedText Text(string text) => new(text, text);
}
