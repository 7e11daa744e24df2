using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Editor;
using ElasticJobs.Web.Features.Editor.Documents;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class EditorStateTests
{
    [Fact]
    public void Add_TwiceFromOneTemplate_CountsIdsAndSelectsTheNewTask()
    {
        var drawing = new Drawing();

        drawing.State.Add("shell", new CanvasPosition(10, 10));
        drawing.State.Add("shell", new CanvasPosition(204, 50), after: "shell-1");

        Assert.Equal(["shell-1", "shell-2"], drawing.Ids());
        Assert.Equal("shell-2", drawing.State.SelectedTask?.Id);
        Assert.Equal([new TaskEdge("shell-1")], drawing.Task("shell-2").After);
        Assert.Equal(new CanvasPosition(208, 48), drawing.Task("shell-2").Position);
    }

    [Fact]
    public void Add_WithoutAPlace_LiesOnNothing()
    {
        var drawing = Drawing.Of("a", "b");

        drawing.State.Add("shell", null, after: "a");

        var places = drawing.State.Document.Spec.Tasks.Select(task => task.Position!.Value).ToList();
        Assert.Equal(places.Count, places.Distinct().Count());
        Assert.True(drawing.Task("shell-1").Position!.Value.X > drawing.Task("a").Position!.Value.X);
    }

    [Fact]
    public void Move_ByArrowKeysInARow_IsOneStep_AndADragIsAnother()
    {
        var drawing = Drawing.Of("a", "b");
        var before = drawing.Task("a").Position!.Value;

        drawing.State.Move(new Dictionary<string, CanvasPosition> { ["a"] = new(before.X + 500, before.Y) });
        foreach (var step in Enumerable.Range(1, 3))
        {
            drawing.State.Move(new Dictionary<string, CanvasPosition> { ["a"] = new(before.X + 500, before.Y + (16 * step)) }, "nudge");
        }

        drawing.State.Undo();
        Assert.Equal(new CanvasPosition(before.X + 500, before.Y), drawing.Task("a").Position);
        drawing.State.Undo();
        Assert.Equal(before, drawing.Task("a").Position);
    }

    [Theory]
    [InlineData("align", "StepAlign")]
    [InlineData("layout", "StepLayout")]
    [InlineData("nudge", "StepMove")]
    public void Move_IsCalledByWhatMoved(string step, string name)
    {
        var drawing = Drawing.Of("a");

        drawing.State.Move(new Dictionary<string, CanvasPosition> { ["a"] = new(480, 480) }, step);

        Assert.Equal(name, drawing.State.UndoName);
    }

    [Fact]
    public void Add_OfAnUnknownTemplate_IsRefusedAndChangesNothing()
    {
        var drawing = new Drawing();

        var refusal = drawing.State.Add("nonsense", null);

        Assert.Equal("RefusedUnknownTemplate", refusal?.Code);
        Assert.False(drawing.State.IsDirty);
    }

    [Fact]
    public void Connect_ThatWouldCloseACycle_IsRefusedWithItsPath()
    {
        var drawing = Drawing.Of("a", "b", "c");

        var refusal = drawing.State.Connect("c", "a");

        Assert.Equal("RefusedCycle", refusal?.Code);
        Assert.Equal(["a → b → c → a"], refusal!.Args);
        Assert.Empty(drawing.Task("a").After);
        Assert.Null(drawing.State.UndoName);
    }

    [Theory]
    [InlineData("a", "b", "RefusedDuplicate")]
    [InlineData("a", "a", "RefusedSelf")]
    [InlineData("gone", "a", "RefusedUnknownTask")]
    public void Connect_AgainstTheRules_IsRefused(string source, string target, string code) =>
        Assert.Equal(code, Drawing.Of("a", "b").State.Connect(source, target)?.Code);

    [Fact]
    public void Remove_OfATask_TakesItsEdgesAlong()
    {
        var drawing = Drawing.Of("a", "b", "c");
        drawing.State.Select(["b"]);

        drawing.State.Remove(new HashSet<string> { "b" });

        Assert.Equal(["a", "c"], drawing.Ids());
        Assert.Empty(drawing.Task("c").After);
        Assert.Empty(drawing.State.Selected);
    }

    [Fact]
    public void UndoAndRedo_OfSeveralSteps_LeadBackAndForth()
    {
        var drawing = new Drawing();
        drawing.State.Add("shell", null);
        drawing.State.Add("python", null);
        drawing.State.Connect("shell-1", "python-1");

        drawing.State.Undo();
        Assert.Empty(drawing.Task("python-1").After);
        drawing.State.Undo();
        drawing.State.Undo();
        Assert.Empty(drawing.Ids());
        Assert.False(drawing.State.IsDirty);

        drawing.State.Redo();
        drawing.State.Redo();
        drawing.State.Redo();
        Assert.Equal([new TaskEdge("shell-1")], drawing.Task("python-1").After);
        Assert.True(drawing.State.IsDirty);
        Assert.Null(drawing.State.RedoName);
    }

    [Fact]
    public void NewEdit_AfterUndo_DropsWhatCouldBeRedone()
    {
        var drawing = new Drawing();
        drawing.State.Add("shell", null);
        drawing.State.Undo();

        drawing.State.Add("python", null);

        Assert.Null(drawing.State.RedoName);
        Assert.Equal("StepAdd", drawing.State.UndoName);
    }

    [Fact]
    public void Typing_IntoOneField_IsOneStep()
    {
        var drawing = Drawing.Of("a");
        foreach (var text in new[] { "e", "ec", "ech", "echo" })
        {
            drawing.State.SetArg("a", "command", text);
            drawing.Time.Advance(TimeSpan.FromSeconds(1));
        }

        drawing.State.Undo();

        Assert.Equal("true", drawing.Task("a").Args["command"]?.ToString());
        Assert.Null(drawing.State.UndoName);
    }

    [Fact]
    public void Typing_AfterAPauseOrInAnotherField_IsAnotherStep()
    {
        var drawing = Drawing.Of("a");
        drawing.State.SetArg("a", "command", "one");
        drawing.Time.Advance(TimeSpan.FromSeconds(10));
        drawing.State.SetArg("a", "command", "two");
        drawing.State.ChangeTask("a", "label", task => task with { Label = "A" });

        drawing.State.Undo();
        Assert.Equal("two", drawing.Task("a").Args["command"]?.ToString());
        drawing.State.Undo();
        Assert.Equal("one", drawing.Task("a").Args["command"]?.ToString());
    }

    [Fact]
    public void Edit_ThatChangesNothing_IsNoStep()
    {
        var drawing = Drawing.Of("a", "b");

        drawing.State.SetCondition("a", "b", EdgeCondition.Succeeded);
        drawing.State.Disconnect(new EdgeEnds("b", "a"));

        Assert.Null(drawing.State.UndoName);
    }

    [Fact]
    public void Rename_ChangesEdgesExpressionsAndSelection()
    {
        var drawing = Drawing.Of("a", "b");
        drawing.State.SetArg("b", "command", "echo {{tasks.a.outputs.x}} {{ tasks.ab.outputs.y }} tasks.a");
        drawing.State.Select(["a"]);

        var refusal = drawing.State.Rename("a", "load-data");

        Assert.Null(refusal);
        Assert.Equal([new TaskEdge("load-data")], drawing.Task("b").After);
        Assert.Equal("echo {{tasks.load-data.outputs.x}} {{ tasks.ab.outputs.y }} tasks.a", drawing.Task("b").Args["command"]?.ToString());
        Assert.Equal("load-data", drawing.State.SelectedTask?.Id);
    }

    [Theory]
    [InlineData("b", "RefusedTakenId")]
    [InlineData("Not An Id", "RefusedBadId")]
    public void Rename_ToAnIdThatWontDo_IsRefused(string id, string code) =>
        Assert.Equal(code, Drawing.Of("a", "b").State.Rename("a", id)?.Code);

    [Fact]
    public void Open_OfADocumentWithoutPositions_LaysItOutAndIsClean()
    {
        var drawing = Drawing.Of("a", "b");

        Assert.All(drawing.State.Document.Spec.Tasks, task => Assert.NotNull(task.Position));
        Assert.False(drawing.State.IsDirty);
    }

    [Fact]
    public void Open_WithADraft_IsDirtyAndCanBeUndone()
    {
        var drawing = Drawing.Of("a");
        var draft = drawing.State.Document.Add(new TaskSpec { Id = "b", Template = "shell" });

        drawing.State.Open(drawing.State.Base, 1, draft);

        Assert.True(drawing.State.IsDirty);
        drawing.State.Undo();
        Assert.False(drawing.State.IsDirty);
    }

    [Fact]
    public void Rebase_AfterSaving_IsCleanAndUndoMakesItDirty()
    {
        var drawing = new Drawing();
        drawing.State.Add("shell", null);

        drawing.State.Rebase(drawing.State.Document, 2);

        Assert.False(drawing.State.IsDirty);
        Assert.Equal(2, drawing.State.BaseRevision);
        drawing.State.Undo();
        Assert.True(drawing.State.IsDirty);
    }

    [Fact]
    public void Validate_AfterAChange_TellsProblemsByTask()
    {
        var drawing = Drawing.Of("a");
        drawing.State.SetArg("a", "command", null);
        Assert.False(drawing.State.HasErrors);

        drawing.State.Validate();

        Assert.True(drawing.State.HasErrors);
        Assert.Equal(ProblemCodes.ArgMissing, Assert.Single(drawing.State.ProblemsOf("a")).Code);
    }

    [Fact]
    public void RecommendedNext_FollowsTheSelectedTask()
    {
        var drawing = Drawing.Of("a");
        Assert.Empty(drawing.State.RecommendedNext);

        drawing.State.Select(["a"]);

        Assert.Equal("python", drawing.State.RecommendedNext[0].Name);
    }

    [Fact]
    public void Select_OfTasksThatAreGone_LeavesThemOut()
    {
        var drawing = Drawing.Of("a");
        List<EditorChange> changes = [];
        drawing.State.Changed = changes.Add;

        drawing.State.Select(["a", "gone"]);
        drawing.State.Select(["a"]);

        Assert.Equal(["a"], drawing.State.Selected);
        Assert.Equal([EditorChange.Selection], changes);
    }
}
