using ElasticJobs.Core.Pipelines;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class DifferenceTests
{
    [Fact]
    public void Between_TwoDocuments_NamesTasksFieldsAndSettings()
    {
        var before = PipelineBuilder.Pipeline().Task("a").Task("b", ["a"]).Task("gone").Build();
        var after = PipelineBuilder.Pipeline().Task("a", command: "echo").Task("b", ["a:failed"]).Task("fresh").Parallelism(3).Build();

        var difference = DocumentDifference.Between(before, after);

        Assert.Equal(["fresh"], difference.Added);
        Assert.Equal(["gone"], difference.Removed);
        Assert.Equal([("a", "args.command"), ("b", "after")], difference.Changed.Select(task => (task.Task, string.Join(',', task.Fields))));
        Assert.Equal(["parallelism"], difference.Settings);
    }

    [Fact]
    public void Between_TheSame_IsEmpty()
    {
        var document = PipelineBuilder.Pipeline().Task("a").Build();

        Assert.True(DocumentDifference.Between(document, PipelineReader.Read(PipelineWriter.ToYaml(document)).Document!).IsEmpty);
    }

    [Fact]
    public void TextBetween_MarksLinesAndLeavesOutWhatIsFarFromAChange()
    {
        var before = string.Join('\n', Enumerable.Range(1, 30).Select(line => $"line {line}"));
        var after = before.Replace("line 15", "changed", StringComparison.Ordinal);

        var lines = TextDifference.Between(before, after);

        Assert.Equal(["line 15"], lines.Where(line => line.Change == LineChange.Removed).Select(line => line.Text));
        Assert.Equal(["changed"], lines.Where(line => line.Change == LineChange.Added).Select(line => line.Text));
        Assert.Equal(2, lines.Count(line => line.Change == LineChange.Skipped));
        Assert.Equal(6, lines.Count(line => line.Change == LineChange.Same));
    }

    [Fact]
    public void TextBetween_TheSame_IsEmpty() => Assert.Empty(TextDifference.Between("a\nb", "a\nb"));
}
