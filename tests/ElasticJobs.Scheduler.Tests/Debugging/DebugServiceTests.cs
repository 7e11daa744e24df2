using System.Text;
using ElasticJobs.Core;
using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Debugging;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Scheduler.Tests.Debugging;

public sealed class DebugServiceTests : IDisposable
{
    private readonly DebugWorld _world = new();

    private DebugService Service => _world.Service;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Open_GivesTheTasksEnvironment_InAWorkspaceOfItsOwn()
    {
        var source = _world.Source();
        File.WriteAllText(_world.File(PodNames.Workspace(source.Id), "data/rows.csv"), "1,2");

        var session = await Service.OpenAsync(DebugWorld.Request(source: source.Id), default);

        var pod = Assert.Single(_world.Runtime.Terminals).Pod;
        Assert.Equal(PodNames.ForDebug(session.Id), pod.Name);
        Assert.Equal("debug", pod.Labels[PodLabels.Kind]);
        Assert.Equal("train", pod.Containers[0].Env["EJ_TASK_ID"]);
        Assert.Equal("/samples", pod.Containers[0].Env["EJ_SAMPLES"]);
        Assert.Equal(PodNames.Workspace(source.Id), pod.SourceWorkspace);
        Assert.Equal("1,2", File.ReadAllText(_world.File(pod.Workspace!, "data/rows.csv")));
        Assert.Equal("train --rows 344 --seed 42", session.Command);
        Assert.Equal(session, await _world.Store.FindAsync(session.Id, default));
        Assert.Equal((DebugSessionState.Running, source.Id, "ann"), (session.State, session.SourceRun, session.CreatedBy));
        Assert.Equal(_world.Time.GetUtcNow().AddHours(2), session.ExpiresAt);
    }

    [Fact]
    public async Task Open_TypesTheCommandBehindThePrompt_WithoutRunningIt()
    {
        await Service.OpenAsync(DebugWorld.RowsTyped("10"), default);
        var terminal = _world.Runtime.Terminals[0];
        terminal.Show("train:~$ ");
        await _world.Time.WaitForTimersAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("train --rows 10 --seed 7", await terminal.TypedAsync());
    }

    [Fact]
    public async Task Open_OfADistributedTask_IsOneWorkerAlone()
    {
        var document = _world.Pipelines.Document;
        var task = new TaskSpec { Id = "spread", Template = "distributed", Args = new() { ["command"] = "true", ["workers"] = 4 } };

        await Service.OpenAsync(DebugWorld.Request("spread", draft: PipelineWriter.ToJson(document with { Spec = document.Spec with { Tasks = [.. document.Spec.Tasks, task] } })), default);

        var pod = Assert.Single(_world.Runtime.Terminals).Pod;
        Assert.Null(pod.Group);
        Assert.Equal(("0", "1"), (pod.Containers[0].Env["RANK"], pod.Containers[0].Env["WORLD_SIZE"]));
    }

    [Theory]
    [InlineData("resource", """{"manifest": "apiVersion: batch/v1\nkind: Job"}""")]
    [InlineData("queue", """{"service": "train", "payload": "true"}""")]
    public async Task Open_OfWhatHasNoContainerOfItsOwn_IsRefused_WithWhatToDoInstead(string template, string args)
    {
        var document = _world.Pipelines.Document;
        var task = new TaskSpec { Id = "object", Template = template, Args = System.Text.Json.Nodes.JsonNode.Parse(args)!.AsObject() };
        var draft = PipelineWriter.ToJson(document with { Spec = document.Spec with { Tasks = [.. document.Spec.Tasks, task] } });

        var refusal = await Assert.ThrowsAsync<RefusedException>(() => Service.OpenAsync(DebugWorld.Request("object", draft: draft), default));

        Assert.Equal("no_terminal", refusal.Code);
        Assert.Empty(_world.Runtime.Terminals);
    }

    [Fact]
    public async Task Open_OfADraft_TakesItAsItIsDrawn()
    {
        var document = _world.Pipelines.Document;
        var draft = document with { Spec = document.Spec with { Tasks = [.. document.Spec.Tasks, document.Spec.Tasks[0] with { Id = "new" }, document.Spec.Tasks[0] with { Id = "Broken Elsewhere" }] } };

        var session = await Service.OpenAsync(DebugWorld.Request("new", draft: PipelineWriter.ToJson(draft)), default);

        Assert.Equal("true", session.Command);
    }

    [Fact]
    public async Task Open_WithoutWhatTheTaskNeeds_IsRefusedAndLeavesNothing()
    {
        await RefusedAsync("invalid_task", DebugWorld.Request());
        await RefusedAsync("task_not_found", DebugWorld.Request("nope"));
        await RefusedAsync("source_run_not_found", DebugWorld.Request(source: new RunId(Guid.Empty)));
        await RefusedAsync("no_task", DebugWorld.Request() with { Only = null });
        await RefusedAsync("pipeline_not_found", DebugWorld.Request() with { Pipeline = "other" });
        _world.Runtime.Failure = new PodStartException("StartError", "no shell");
        await RefusedAsync("terminal_refused", DebugWorld.RowsTyped());

        Assert.Empty(await _world.Store.ListAsync(DebugWorld.Project, null, default));
    }

    [Fact]
    public async Task Open_BeyondTheLimit_IsRefused_UntilOneHasEnded()
    {
        var first = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        await RefusedAsync("too_many_terminals", DebugWorld.RowsTyped());

        await Service.EndAsync(first.Id, default);
        await Service.OpenAsync(DebugWorld.RowsTyped(), default);
    }

    [Fact]
    public async Task Attach_ShowsWhatWasThereAndWhatComes_ToEveryViewer()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var terminal = _world.Runtime.Terminals[0];
        terminal.Show("hello ");
        var viewers = new[] { _world.SeenAsync(session.Id, "!"), _world.SeenAsync(session.Id, "!") };
        terminal.Show("world!");

        Assert.All(await Task.WhenAll(viewers), seen => Assert.Equal("hello world!", seen));
        Assert.Equal("hello world!", await _world.SeenAsync(session.Id, "!"));
    }

    [Fact]
    public async Task Attach_ByAViewerThatWasOvertaken_BeginsAnewWithWhatIsKept()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var terminal = _world.Runtime.Terminals[0];
        terminal.Show("first");
        await using var viewer = Service.AttachAsync(session.Id, default).GetAsyncEnumerator();
        Assert.True(await viewer.MoveNextAsync());
        terminal.Show(new string('x', 10_000) + "last");
        await _world.SeenAsync(session.Id, "last");

        Assert.True(await viewer.MoveNextAsync());
        Assert.Equal("\u001bc", Encoding.UTF8.GetString(viewer.Current.Span));
        Assert.True(await viewer.MoveNextAsync());
        Assert.Equal(new string('x', 4092) + "last", Encoding.UTF8.GetString(viewer.Current.Span));
    }

    [Fact]
    public async Task Keys_AndSize_ReachTheTerminal()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        await Service.WriteAsync(session.Id, "ls\r"u8.ToArray(), default);
        Service.Resize(session.Id, new TerminalSize(100, 40));
        Service.Resize(session.Id, new TerminalSize(0, 40));

        Assert.Equal("ls\r", await _world.Runtime.Terminals[0].TypedAsync());
        Assert.Equal(new TerminalSize(100, 40), _world.Runtime.Terminals[0].Size);
    }

    [Fact]
    public async Task Session_EndsWhenItsTimeIsOver_AndLaterWhenItWasExtended()
    {
        var kept = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var expiring = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var extended = await Service.ExtendAsync(kept.Id, TimeSpan.FromHours(3), default);
        Assert.Equal(_world.Time.GetUtcNow().AddHours(3), extended.ExpiresAt);

        _world.Time.Advance(TimeSpan.FromHours(2));
        await Service.TickAsync();

        await AssertEndedAsync(expiring.Id, "expired");
        Assert.True(_world.Runtime.Terminals[1].IsDisposed);
        Assert.Equal(extended, await _world.Store.FindAsync(kept.Id, default));
        Assert.False(_world.Runtime.Terminals[0].IsDisposed);
    }

    [Fact]
    public async Task Extend_GivesADayAtMost_AndNothingToAnEndedSession()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var extended = await Service.ExtendAsync(session.Id, TimeSpan.FromDays(9), default);
        Assert.Equal(_world.Time.GetUtcNow().AddHours(24), extended.ExpiresAt);

        await Service.EndAsync(session.Id, default);

        var refused = await Assert.ThrowsAsync<RefusedException>(() => Service.ExtendAsync(session.Id, TimeSpan.FromHours(1), default));
        Assert.Equal("debug_ended", refused.Code);
        refused = await Assert.ThrowsAsync<RefusedException>(() => Service.EndAsync(Guid.Empty, default));
        Assert.Equal("debug_not_found", refused.Code);
    }

    [Fact]
    public async Task End_RemovesTheWorkspaceAndEndsTheViewers_HoweverOftenItIsAsked()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var terminal = _world.Runtime.Terminals[0];
        terminal.Show("$ ");
        var seen = _world.SeenAsync(session.Id, "never");

        await Task.WhenAll(Service.EndAsync(session.Id, default), Service.EndAsync(session.Id, default));
        await Service.EndAsync(session.Id, default);

        Assert.Equal("$ ", await seen);
        Assert.True(terminal.IsDisposed);
        Assert.False(Directory.Exists(_world.Runtime.WorkspacePath(terminal.Pod.Workspace!)));
        await AssertEndedAsync(session.Id, "stopped");
        Assert.Equal("", await _world.SeenAsync(session.Id, "never"));
    }

    [Fact]
    public async Task ShellThatExits_EndsItsSession()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var terminal = _world.Runtime.Terminals[0];
        terminal.Exit();
        await _world.Time.WaitForTimersAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(async () => (await _world.Store.ListRunningAsync(default)).Count == 0, "the session has ended");
        await AssertEndedAsync(session.Id, "exited");
    }

    [Fact]
    public async Task SessionOfAConsoleThatWasKilled_IsEndedByTheNext()
    {
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var workspace = _world.Runtime.Terminals[0].Pod.Workspace!;
        File.WriteAllText(_world.File(workspace, "left"), "behind");
        _world.Restart();

        await Service.RecoverAsync(default);

        await AssertEndedAsync(session.Id, "console_restarted");
        Assert.False(Directory.Exists(_world.Runtime.WorkspacePath(workspace)));
    }

    [Fact]
    public async Task Clear_RemovesTerminalsAndDebugRunsOfTheTask_AndNothingElse()
    {
        var mine = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var other = await Service.OpenAsync(DebugWorld.Request("load"), default);
        var alone = _world.Source(RunTrigger.Debug, "train");
        _world.Source(RunTrigger.Debug, "load", "train");
        var following = _world.Source(RunTrigger.Debug, "train", "report");
        _world.Source();

        Assert.Equal(3, await Service.ClearAsync(DebugWorld.Project, "demo", "train", null, default));

        Assert.Equal([alone.Id, following.Id], _world.Deleted.Deleted);
        Assert.Null(await _world.Store.FindAsync(mine.Id, default));
        Assert.Equal(DebugSessionState.Running, (await _world.Store.FindAsync(other.Id, default))!.State);
    }

    [Fact]
    public async Task Clear_OfOnePerson_LeavesWhatOthersStarted()
    {
        var mine = await Service.OpenAsync(DebugWorld.RowsTyped(), default);
        var theirs = await Service.OpenAsync(DebugWorld.RowsTyped() with { Actor = "bob" }, default);
        var run = _world.Source(RunTrigger.Debug, "train");

        Assert.Equal(1, await Service.ClearAsync(DebugWorld.Project, "demo", "train", "bob", default));
        Assert.Empty(_world.Deleted.Deleted);
        Assert.Null(await _world.Store.FindAsync(theirs.Id, default));
        Assert.Equal(DebugSessionState.Running, (await _world.Store.FindAsync(mine.Id, default))!.State);

        Assert.Equal(2, await Service.ClearAsync(DebugWorld.Project, "demo", "train", mine.CreatedBy, default));
        Assert.Equal([run.Id], _world.Deleted.Deleted);
    }

    [Fact]
    public async Task StoppedConsole_EndsItsTerminals()
    {
        await Service.StartAsync(default);
        var session = await Service.OpenAsync(DebugWorld.RowsTyped(), default);

        await Service.StopAsync(default);

        await AssertEndedAsync(session.Id, "console_restarted");
    }

    private async Task RefusedAsync(string code, StartRun request)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(() => Service.OpenAsync(request, default));
        Assert.Equal(code, refused.Code);
    }

    private async Task AssertEndedAsync(Guid session, string reason)
    {
        var stored = await _world.Store.FindAsync(session, default);
        Assert.Equal((DebugSessionState.Ended, reason), (stored!.State, stored.EndReason));
    }
}
