using Bunit;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Components.Tests.Editor;

public sealed class EditorScreenTests : EditorPage
{
    [Fact]
    public void Screen_OfAPipelineThatIsNot_SaysSo()
    {
        var screen = Open("nothing");

        screen.WaitForAssertion(() => Assert.Contains("nothing", screen.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Screen_OfANewPipeline_TeachesHowToBegin()
    {
        var screen = Open("fresh", "?new=1");

        screen.WaitForElement("[data-testid=empty-guide] button").Click();

        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("[data-testid=empty-guide]")));
        screen.WaitForAssertion(() => Assert.Equal("shell-1", StateOf(screen).SelectedTask?.Id));
        screen.WaitForAssertion(() => Assert.NotNull(screen.Find("#arg-command")));
    }

    [Fact]
    public void Screen_OfANewPipeline_OffersTheSamplesRightThere()
    {
        var screen = Open("fresh", "?new=1");

        screen.WaitForElement("[data-sample=penguins]").Click();

        screen.WaitForAssertion(() => Assert.NotNull(StateOf(screen).Document.Task("clean")));
        Assert.Equal(("fresh", "StepSample"), (StateOf(screen).Document.Metadata.Name, StateOf(screen).UndoName));
    }

    [Fact]
    public void Search_Enter_AddsTheFirstTemplateThatItFinds()
    {
        var screen = Open("fresh", "?new=1");

        screen.WaitForElement("#ej-palette-search").Input("pyth");
        screen.Find("#ej-palette-search").KeyDown("Enter");

        screen.WaitForAssertion(() => Assert.Equal("python-1", StateOf(screen).SelectedTask?.Id));
    }

    [Fact]
    public async Task Shortcut_Undo_WorksWithoutTheCanvas()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var screen = Open();
        await SendAsync(screen, """{"type":"remove","tasks":["a"],"edges":[]}""");

        await screen.InvokeAsync(() => screen.Instance.OnShortcutAsync("undo"));

        Assert.NotNull(StateOf(screen).Document.Task("a"));
    }

    [Fact]
    public async Task Yaml_TypedAndNotApplied_IsBackAndSaysSo()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var kept = "kind: Pipeline # typed before the page was loaded anew";
        JSInterop.SetupModule("/dist/page.js").Setup<string?>("keepText", call => call.Arguments[1] is "ej-yaml:ann:default:demo").SetResult(kept);

        var screen = Open(query: "?drawer=yaml");

        screen.WaitForAssertion(() => Assert.Equal(kept, screen.Find("[data-testid=yaml]").GetAttribute("value")));
        Assert.NotNull(screen.Find("[data-testid=yaml-restored]"));
        Assert.NotNull(StateOf(screen).Document.Task("a"));
    }

    [Fact]
    public async Task Save_OfADrawing_MakesARevisionAndIsToldOnce()
    {
        var screen = Open("fresh", "?new=1");
        await SendAsync(screen, """{"type":"add","template":"shell","x":16,"y":16}""");
        screen.WaitForElement("#arg-command").Input("echo hello");

        screen.WaitForElement("[data-testid=save]").Click();

        screen.WaitForAssertion(() => Assert.Single(Notifications.Messages));
        Assert.Equal("echo hello", (await Store.FindAsync("default", "fresh", null, CancellationToken.None))?.Document.Task("shell-1")?.Args["command"]?.ToString());
        screen.WaitForAssertion(() => Assert.True(screen.Find("[data-testid=save]").HasAttribute("disabled")));
    }

    [Fact]
    public async Task Save_WithProblems_OpensTheListAndWritesNothing()
    {
        var screen = Open("fresh", "?new=1");
        await SendAsync(screen, """{"type":"add","template":"shell","x":16,"y":16}""");

        screen.WaitForElement("[data-testid=save]").Click();

        screen.WaitForAssertion(() => Assert.Equal("true", screen.Find("[data-tab=problems]").GetAttribute("aria-selected")));
        screen.WaitForAssertion(() => Assert.Contains("command", screen.Find(".problems").TextContent, StringComparison.Ordinal));
        Assert.Null(await Store.FindAsync("default", "fresh", null, CancellationToken.None));
    }

    [Fact]
    public async Task Connect_ThatClosesACycle_IsToldWithItsPath()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Task("b", ["a"]).Build());
        var screen = Open();

        await SendAsync(screen, """{"type":"connect","source":"b","target":"a","when":"succeeded"}""");

        screen.WaitForAssertion(() => Assert.Contains("a → b → a", Assert.Single(Notifications.Messages).Summary, StringComparison.Ordinal));
        screen.WaitForAssertion(() => Assert.Empty(StateOf(screen).Document.Task("a")!.After));
    }

    [Fact]
    public async Task Address_HoldsTheSelectedTaskAndBringsItBack()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Task("b", ["a"]).Build());
        var screen = Open(query: "?task=b&drawer=yaml");
        screen.WaitForAssertion(() => Assert.Equal("b", StateOf(screen).SelectedTask?.Id));
        screen.WaitForAssertion(() => Assert.Contains("id: b", screen.Find("[data-testid=yaml]").GetAttribute("value"), StringComparison.Ordinal));

        await SendAsync(screen, """{"type":"select","tasks":["a"]}""");

        screen.WaitForAssertion(() => Assert.Contains("task=a", Navigation.Uri, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Yaml_Applied_ChangesTheDrawing()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var screen = Open(query: "?drawer=yaml");
        var text = screen.WaitForElement("[data-testid=yaml]").GetAttribute("value")!;

        screen.WaitForElement("[data-testid=yaml]").Input(text.Replace("id: a", "id: renamed", StringComparison.Ordinal));
        screen.WaitForElement("[data-testid=yaml-apply]").Click();

        screen.WaitForAssertion(() => Assert.NotNull(StateOf(screen).Document.Task("renamed")));
        screen.WaitForAssertion(() => Assert.Equal("StepYaml", StateOf(screen).UndoName));
    }

    [Fact]
    public async Task Draft_OfEarlier_IsShownAndCanBeDiscarded()
    {
        var document = PipelineBuilder.Pipeline().Task("a").Build();
        await SaveAsync(document);
        var draft = document with { Spec = document.Spec with { Parallelism = 3 } };
        await Store.SaveDraftAsync(new PipelineDraft("default", "demo", "ann", PipelineWriter.ToJson(draft), 1, Time.GetUtcNow()), CancellationToken.None);

        var screen = Open();
        screen.WaitForAssertion(() => Assert.Equal(3, StateOf(screen).Document.Spec.Parallelism));
        screen.WaitForElement("[data-testid=draft-discard]").Click();

        screen.WaitForAssertion(() => Assert.Null(StateOf(screen).Document.Spec.Parallelism));
        screen.WaitForAssertion(() => Assert.Empty(screen.FindAll("[data-testid=draft-restored]")));
    }

    [Fact]
    public async Task Conflict_IsShownWithItsDifferenceAndCanBeOverwritten()
    {
        var document = PipelineBuilder.Pipeline().Task("a").Build();
        await SaveAsync(document);
        var screen = Open(query: "?task=a");
        screen.WaitForElement("#task-label").Input("Mine");
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Task("theirs").Build(), "bob");

        screen.WaitForElement("[data-testid=save]").Click();
        screen.WaitForAssertion(() => Assert.Contains("theirs", screen.Find("[role=dialog]").TextContent, StringComparison.Ordinal));
        screen.WaitForElement("[data-testid=overwrite]").Click();

        var saved = await Store.FindAsync("default", "demo", null, CancellationToken.None);
        screen.WaitForAssertion(() => Assert.Equal((3, "Mine"), (saved!.Number, saved.Document.Task("a")!.Label)));
    }

    [Fact]
    public async Task Viewer_CanLookButNotChange()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var screen = Open(query: "?task=a", role: ProjectRole.Viewer);

        await SendAsync(screen, """{"type":"remove","tasks":["a"],"edges":[]}""");

        screen.WaitForAssertion(() => Assert.NotNull(StateOf(screen).Document.Task("a")));
        screen.WaitForAssertion(() => Assert.True(screen.Find("#arg-command").HasAttribute("disabled")));
        screen.WaitForAssertion(() => Assert.True(screen.Find("[data-testid=run]").HasAttribute("disabled")));
    }

    [Fact]
    public async Task ListView_ShowsEveryTaskWithItsUpstream()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("b", ["a:failed"]).Task("a").Build());
        var screen = Open(query: "?view=list");

        var rows = screen.FindAll("[data-testid=outline] tbody tr");

        screen.WaitForAssertion(() => Assert.Equal(["a", "b"], rows.Select(row => row.QuerySelector("button")!.TextContent)));
        screen.WaitForAssertion(() => Assert.Contains("a (failed)", rows[1].TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OfAChangedPipelineWithParameters_AsksSavesAndShowsTheRun()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").With(spec => spec with { Parameters = [new PipelineParameter("seed", PipelineParameterType.Int, 7)] }).Build());
        var screen = Open(query: "?task=a");
        screen.WaitForElement("#task-label").Input("Changed");

        screen.WaitForElement("[data-testid=run]").Click();
        screen.WaitForElement("#run-seed").Input("12");
        screen.WaitForElement("[data-testid=run-start]").Click();

        screen.WaitForAssertion(() => Assert.Single(Runs.Started));
        var started = Assert.Single(Runs.Started);
        Assert.Equal((2, RunTrigger.Manual, "12"), (started.Revision, started.Trigger, started.Parameters["seed"]?.ToString()));
        screen.WaitForElement("[data-testid=run-strip]");
        screen.WaitForAssertion(() => Assert.Contains("run=", Navigation.Uri, StringComparison.Ordinal));
        Assert.Equal(["pipeline.save demo revision 2", "run.start demo"], Audit.Told.Select(told => told.StartsWith("run.start demo ", StringComparison.Ordinal) ? "run.start demo" : told));
    }

    [Fact]
    public async Task RunThisTask_OfAnUnsavedDrawing_RunsTheDraft()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var screen = Open(query: "?task=a");
        screen.WaitForElement("#arg-command").Input("echo draft");

        await SendAsync(screen, """{"type":"action","action":"run","task":"a"}""");

        screen.WaitForAssertion(() => Assert.Single(Runs.Started));
        var started = Assert.Single(Runs.Started);
        Assert.Equal((RunTrigger.Debug, "a", false), (started.Trigger, started.Only!.Task, started.Only.Downstream));
        Assert.Contains("echo draft", started.Only!.DraftDocument!, StringComparison.Ordinal);
        screen.WaitForAssertion(() => Assert.Equal("true", screen.Find("[data-tab=debug]").GetAttribute("aria-selected")));
    }

    [Fact]
    public async Task RunThisTask_WithUpstreamOutputs_AsksForThem()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Task("b", ["a"], "echo {{tasks.a.outputs.rows}}").Build());
        var screen = Open();

        await SendAsync(screen, """{"type":"action","action":"run","task":"b"}""");
        screen.WaitForElement("#debug-a-rows").Input("344");
        screen.WaitForElement("[data-testid=debug-start]").Click();

        var only = Assert.Single(Runs.Started).Only!;
        screen.WaitForAssertion(() => Assert.Equal("344", only.Outputs["a"]["rows"]));
        screen.WaitForAssertion(() => Assert.Null(only.SourceRun));
        screen.WaitForAssertion(() => Assert.Null(only.DraftDocument));
    }

    [Fact]
    public async Task Debug_OpensATerminalThatAReloadFindsAgain()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        await SendAsync(Open(), """{"type":"action","action":"debug","task":"a"}""");
        var address = Navigation.Uri;

        var again = Open(query: new Uri(address).Query);

        again.WaitForAssertion(() => Assert.NotNull(again.Find("[data-testid=terminal-stop]")));
        again.WaitForElement("[data-testid=terminal-stop]").Click();
        again.WaitForAssertion(() => Assert.Empty(again.FindAll("[data-testid=terminal-stop]")));
        Assert.Equal(["debug.open", "debug.end"], Audit.Told.Select(told => told.Split(' ')[0]));
    }

    [Fact]
    public async Task Draft_IsKeptTwoSecondsAfterAChange()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var screen = Open(query: "?task=a");
        await Time.WaitForTimersAsync();
        screen.WaitForElement("#task-label").Input("Typed");

        await Eventually.TrueAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(500));
                return await Store.FindDraftAsync("default", "demo", "ann", CancellationToken.None) is { BaseRevision: 1 } draft && draft.Document.Contains("Typed", StringComparison.Ordinal);
            },
            "kept as a draft");
    }

    [Fact]
    public async Task Draft_IsKeptWhenThePageIsLeft()
    {
        await SaveAsync(PipelineBuilder.Pipeline().Task("a").Build());
        var screen = Open(query: "?task=a");
        screen.WaitForElement("#task-label").Input("Typed");

        await DisposeComponentsAsync();

        Assert.NotNull(await Store.FindDraftAsync("default", "demo", "ann", CancellationToken.None));
    }
}
