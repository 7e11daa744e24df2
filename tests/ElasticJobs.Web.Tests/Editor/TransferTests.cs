using ElasticJobs.Core.Pipelines;
using ElasticJobs.Tests.Shared.Pipelines;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class TransferTests
{
    [Fact]
    public void Paste_OfCopiedTasks_GivesThemFreshIdsAndKeepsTheirEdges()
    {
        var drawing = Drawing.Of("a", "b");
        drawing.State.Select(["a", "b"]);
        var text = drawing.State.CopySelection();

        var problems = drawing.State.Paste(text, new CanvasPosition(400, 400));

        Assert.Empty(problems);
        Assert.Equal(["a", "b", "a-2", "b-2"], drawing.Ids());
        Assert.Equal([new TaskEdge("a-2")], drawing.Task("b-2").After);
        Assert.Equal(new HashSet<string> { "a-2", "b-2" }, drawing.State.Selected);
        Assert.Equal(400, drawing.Task("a-2").Position!.Value.X);
    }

    [Fact]
    public void Paste_IntoAnotherPipeline_LeavesEdgesToTasksThatAreNotThereOut()
    {
        var source = Drawing.Of("a", "b");
        source.State.Select(["b"]);
        var target = new Drawing();

        target.State.Paste(source.State.CopySelection(), null);

        Assert.Equal(["b"], target.Ids());
        Assert.Empty(target.Task("b").After);
    }

    [Fact]
    public void Paste_WhenANewIdIsTheOldOneOfALaterTask_KeepsThemApart()
    {
        var target = Drawing.Of("a");
        var text = PipelineWriter.ToYaml(PipelineBuilder.Pipeline().Task("a", command: "first").Task("a-2", ["a"], "second").Build().Spec.Tasks);

        target.State.Paste(text, null);

        Assert.Equal(["a", "a-2", "a-3"], target.Ids());
        Assert.Equal("first", target.Task("a-2").Args["command"]?.ToString());
        Assert.Equal("second", target.Task("a-3").Args["command"]?.ToString());
        Assert.Equal([new TaskEdge("a-2")], target.Task("a-3").After);
    }

    [Fact]
    public void Paste_OfAWholePipeline_TakesItsTasks()
    {
        var drawing = new Drawing();

        drawing.State.Paste(PipelineWriter.ToYaml(PipelineBuilder.Pipeline("other").Task("x").Task("y", ["x"]).Build()), null);

        Assert.Equal(["x", "y"], drawing.Ids());
    }

    [Fact]
    public void Paste_OfSomethingElse_TellsWhatIsWrongAndChangesNothing()
    {
        var drawing = new Drawing();

        var problems = drawing.State.Paste("tasks: [{template: shell}]", null);

        Assert.NotEmpty(problems);
        Assert.False(drawing.State.IsDirty);
    }

    [Fact]
    public void Duplicate_KeepsUpstreamFromOutsideAndRenamesReferencesAmongCopies()
    {
        var drawing = Drawing.Of("a", "b", "c");
        drawing.State.SetArg("c", "command", "echo {{tasks.b.outputs.x}} {{tasks.a.outputs.y}}");
        drawing.State.Select(["b", "c"]);

        drawing.State.Duplicate();

        Assert.Equal([new TaskEdge("a")], drawing.Task("b-2").After);
        Assert.Equal([new TaskEdge("b-2")], drawing.Task("c-2").After);
        Assert.Equal("echo {{tasks.b-2.outputs.x}} {{tasks.a.outputs.y}}", drawing.Task("c-2").Args["command"]?.ToString());
        drawing.State.Undo();
        Assert.Equal(["a", "b", "c"], drawing.Ids());
    }
}
