using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Editor.Drawer;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class YamlDraftTests
{
    [Fact]
    public void Apply_OfChangedText_IsOneStep()
    {
        var drawing = Drawing.Of("a", "b");
        var yaml = new YamlDraft(drawing.State);
        yaml.Follow();

        yaml.Type(yaml.Text.Replace("command: \"true\"", "command: echo", StringComparison.Ordinal).Replace("id: b", "id: c", StringComparison.Ordinal));
        Assert.True(yaml.Apply());

        Assert.Equal(["a", "c"], drawing.Ids());
        Assert.False(yaml.IsChanged);
        drawing.State.Undo();
        Assert.Equal(["a", "b"], drawing.Ids());
    }

    [Fact]
    public void Type_OfWrongText_TellsTheLineAndKeepsTheText()
    {
        var yaml = new YamlDraft(Drawing.Of("a").State);
        yaml.Follow();

        yaml.Type("apiVersion: elasticjobs/v1\nkind: Pipeline\nmetadata: {name: demo}\nspec:\n  taskz: []\n");

        Assert.Equal(5, Assert.Single(yaml.Problems, problem => problem.Code == ProblemCodes.UnknownField).Line);
        Assert.False(yaml.Apply());
        Assert.Contains("taskz", yaml.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Type_OfAnotherName_IsAProblem()
    {
        var yaml = new YamlDraft(Drawing.Of("a").State);
        yaml.Follow();

        yaml.Type(yaml.Text.Replace("name: demo", "name: other", StringComparison.Ordinal));

        Assert.True(yaml.HasErrors);
    }

    [Fact]
    public void Follow_WhileTyping_KeepsTheTextAndSaysThatItIsStale()
    {
        var drawing = Drawing.Of("a");
        var yaml = new YamlDraft(drawing.State);
        yaml.Follow();
        yaml.Type(yaml.Text + "# mine\n");

        drawing.State.Add("shell", null);
        yaml.Follow();

        Assert.Contains("# mine", yaml.Text, StringComparison.Ordinal);
        Assert.True(yaml.IsStale);
        yaml.Reset();
        Assert.Contains("shell-1", yaml.Text, StringComparison.Ordinal);
    }
}
