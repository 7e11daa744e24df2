using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Web.Features.Editor;

namespace ElasticJobs.Web.Tests.Editor;

public sealed class EditorSavingTests
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly Drawing _mine = new();
    private readonly InMemoryPipelineStore _store;
    private readonly EditorSaving _saving;

    public EditorSavingTests()
    {
        _store = new InMemoryPipelineStore(_mine.Time);
        _saving = Saving(_mine, "ann");
    }

    [Fact]
    public async Task Open_OfAPipelineThatIsNot_IsRefusedUnlessItMayBeNew()
    {
        Assert.False(await _saving.OpenAsync(mayBeNew: false, None));
        Assert.True(await _saving.OpenAsync(mayBeNew: true, None));
        Assert.Equal("demo", _mine.State.Document.Metadata.Name);
        Assert.False(_mine.State.IsSaved);
    }

    [Fact]
    public async Task Save_OfANewDrawing_IsRevisionOneAndEndsTheDraft()
    {
        await OpenNewAsync();
        await _saving.SaveDraftAsync(None);

        var outcome = await _saving.SaveAsync(overwrite: false, None);

        Assert.Equal(new SaveOutcome.Saved(1, true), outcome);
        Assert.False(_mine.State.IsDirty);
        Assert.Null(await _store.FindDraftAsync("default", "demo", "ann", None));
    }

    [Fact]
    public async Task Save_WithErrors_WritesNothing()
    {
        await OpenNewAsync();
        _mine.State.SetArg("shell-1", "command", null);

        var outcome = await _saving.SaveAsync(overwrite: false, None);

        Assert.Equal(new SaveOutcome.Invalid(1), outcome);
        Assert.Null(await _store.FindAsync("default", "demo", null, None));
    }

    [Fact]
    public async Task Save_AfterSomebodyElseSaved_IsAConflictThatWritesNothing()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        await SaveAsBobAsync();
        _mine.State.Add("python", null);
        _mine.State.SetArg("python-1", "script", "pass");

        var outcome = await _saving.SaveAsync(overwrite: false, None);

        var conflict = Assert.IsType<SaveOutcome.Conflict>(outcome);
        Assert.Equal(("bob", 2), (conflict.Theirs.Author, conflict.Theirs.Number));
        Assert.Equal(2, (await _store.FindAsync("default", "demo", null, None))!.Number);
        Assert.Equal(["python-1"], _saving.Difference(conflict.Theirs).Added);
        Assert.Equal(["theirs"], _saving.Difference(conflict.Theirs).Removed);
    }

    [Fact]
    public async Task Overwrite_OfTheirs_MakesTheNextRevision()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        await SaveAsBobAsync();
        _mine.State.ChangeTask("shell-1", "label", task => task with { Label = "mine" });
        await _saving.SaveAsync(overwrite: false, None);

        var outcome = await _saving.SaveAsync(overwrite: true, None);

        Assert.Equal(new SaveOutcome.Saved(3, true), outcome);
        Assert.Null(_saving.Theirs);
    }

    [Fact]
    public async Task TakeTheirs_ShowsTheirsAndUndoBringsMineBack()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        _mine.State.ChangeTask("shell-1", "label", task => task with { Label = "mine" });
        await SaveAsBobAsync();
        Assert.True(await _saving.LookForOthersAsync(None));
        Assert.False(await _saving.LookForOthersAsync(None));

        _saving.TakeTheirs();

        Assert.Contains("theirs", _mine.Ids());
        Assert.Equal(2, _mine.State.BaseRevision);
        Assert.False(_mine.State.IsDirty);
        _mine.State.Undo();
        Assert.Equal("mine", _mine.Task("shell-1").Label);
    }

    [Fact]
    public async Task LookForOthers_WithACleanDrawing_FollowsThem()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        await SaveAsBobAsync();

        await _saving.LookForOthersAsync(None);

        Assert.Equal(2, _mine.State.BaseRevision);
        Assert.Equal("bob", _saving.FollowedRevision?.Author);
        Assert.Null(_saving.Theirs);
    }

    [Fact]
    public async Task Draft_IsFoundAgainByItsAuthorAlone()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        _mine.State.Add("python", null);
        await _saving.SaveDraftAsync(None);

        var (again, other) = (new Drawing(), new Drawing());
        var againSaving = Saving(again, "ann");
        await againSaving.OpenAsync(mayBeNew: false, None);
        await Saving(other, "bob").OpenAsync(mayBeNew: false, None);

        Assert.Equal(["shell-1", "python-1"], again.Ids());
        Assert.True(again.State.IsDirty);
        Assert.NotNull(againSaving.RestoredDraft);
        Assert.Equal(["shell-1"], other.Ids());
    }

    [Fact]
    public async Task Draft_OfAnOlderRevision_IsShownBesideTheNewerOne()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        _mine.State.Add("python", null);
        await _saving.SaveDraftAsync(None);
        await SaveAsBobAsync();

        var again = new Drawing();
        var saving = Saving(again, "ann");
        await saving.OpenAsync(mayBeNew: false, None);

        Assert.Equal(1, again.State.BaseRevision);
        Assert.Contains("python-1", again.Ids());
        Assert.Equal(2, saving.Theirs?.Number);
    }

    [Fact]
    public async Task Draft_UndoneToItsBase_IsRemoved()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        _mine.State.Add("python", null);
        await _saving.SaveDraftAsync(None);

        _mine.State.Undo();
        await _saving.SaveDraftAsync(None);

        Assert.Null(await _store.FindDraftAsync("default", "demo", "ann", None));
    }

    [Fact]
    public async Task DiscardDraft_ShowsTheLatestRevision()
    {
        await OpenNewAsync();
        await _saving.SaveAsync(overwrite: false, None);
        _mine.State.Add("python", null);
        await _saving.SaveDraftAsync(None);

        await _saving.DiscardDraftAsync(None);

        Assert.Equal(["shell-1"], _mine.Ids());
        Assert.False(_mine.State.IsDirty);
        Assert.Null(await _store.FindDraftAsync("default", "demo", "ann", None));
    }

    private EditorSaving Saving(Drawing drawing, string user) => new(drawing.State, _store, drawing.Time, "default", "demo", user);

    private async Task OpenNewAsync()
    {
        await _saving.OpenAsync(mayBeNew: true, None);
        _mine.State.Add("shell", null);
        _mine.State.SetArg("shell-1", "command", "true");
    }

    private async Task SaveAsBobAsync()
    {
        var latest = (await _store.FindAsync("default", "demo", null, None))!.Document;
        var theirs = PipelineBuilder.Pipeline().Task("theirs").Build().Spec.Tasks[0];
        await _store.SaveAsync("default", latest with { Spec = latest.Spec with { Tasks = [.. latest.Spec.Tasks, theirs] } }, "bob", null, None);
    }
}
