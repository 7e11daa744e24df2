using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Pipelines;
using static ElasticJobs.Tests.Shared.Pipelines.PipelineBuilder;

namespace ElasticJobs.Scheduler.Tests.Runs;

public sealed class RunServiceTests
{
    private static readonly RunId Unknown = new(SequentialIds.At(99));

    [Fact]
    public async Task Start_OfAnUnknownPipeline_IsRefused()
    {
        await using var host = await EngineHost.StartedAsync();

        await RefusedAsync("pipeline_not_found", RefusalKind.NotFound, () => host.Runs.StartAsync(Manual("nobody"), EngineHost.Cap));
    }

    [Fact]
    public async Task Start_WithAWrongParameter_SaysWhichAndMakesNoRun()
    {
        await using var host = await EngineHost.StartedAsync();
        await host.SaveAsync(Seeded().Build());

        var refused = await RefusedAsync("invalid_run", RefusalKind.Invalid, () => host.Runs.StartAsync(Manual("demo", new JsonObject { ["seed"] = "many" }), EngineHost.Cap));

        Assert.Equal("parameters.seed", Assert.Single(refused.Problems).Path);
        Assert.Empty((await host.Store.ListAsync(new RunQuery("default"), EngineHost.Cap)).Runs);
    }

    [Fact]
    public async Task Start_WithSomeParameters_FillsInTheOthers()
    {
        await using var host = await EngineHost.StartedAsync();

        var run = await host.RunAsync(Seeded());

        Assert.Equal("7", (await host.FindAsync(run)).Run.Parameters["seed"]!.ToJsonString());
    }

    [Fact]
    public async Task Start_OfOneTaskThatIsNoDebugRun_IsRefused()
    {
        await using var host = await EngineHost.StartedAsync();
        await host.SaveAsync(Seeded().Build());
        var request = Manual("demo") with { Only = new TaskSelection("a", false, null, NoOutputs) };

        await RefusedAsync("trigger_invalid", RefusalKind.Invalid, () => host.Runs.StartAsync(request, EngineHost.Cap));
    }

    [Fact]
    public async Task Control_OfAnUnknownRun_IsRefused()
    {
        await using var host = await EngineHost.StartedAsync();

        await RefusedAsync("run_not_found", RefusalKind.NotFound, () => host.Runs.StopAsync(Unknown, StopRequest.Stop, "bob", EngineHost.Cap));
        await RefusedAsync("run_not_found", RefusalKind.NotFound, () => host.Runs.RetryAsync(Unknown, "bob", EngineHost.Cap));
        await RefusedAsync("run_not_found", RefusalKind.NotFound, () => host.Runs.RerunAsync(Unknown, null, "bob", EngineHost.Cap));
        await RefusedAsync("run_not_found", RefusalKind.NotFound, () => host.Runs.DeleteAsync(Unknown, "bob", EngineHost.Cap));
    }

    [Fact]
    public async Task Control_InTheWrongState_IsRefused()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a"));
        var pod = await host.Runtime.StartedAsync("a");

        await RefusedAsync("run_not_ended", RefusalKind.Conflict, () => host.Runs.RetryAsync(run, "bob", EngineHost.Cap));
        host.Runtime.Succeed(pod);
        await host.EndAsync(run, RunState.Succeeded);
        await RefusedAsync("nothing_to_retry", RefusalKind.Conflict, () => host.Runs.RetryAsync(run, "bob", EngineHost.Cap));
        await RefusedAsync("run_ended", RefusalKind.Conflict, () => host.Runs.StopAsync(run, StopRequest.Stop, "bob", EngineHost.Cap));
    }

    [Fact]
    public async Task Retry_OfAFailedRunThatLeftMemory_RunsTheFailedTaskAgain()
    {
        await using var host = await EngineHost.StartedAsync();
        var run = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"]));
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"));
        host.Runtime.Fail(await host.Runtime.StartedAsync("b"));
        await host.EndAsync(run, RunState.Failed);
        await host.UntilGoneAsync(run);

        await host.Runs.RetryAsync(run, "bob", EngineHost.Cap);
        Assert.Equal(RunState.Running, (await host.FindAsync(run)).Run.State);
        host.Runtime.Succeed(await host.Runtime.StartedAsync("b", attempt: 2));

        await host.EndAsync(run, RunState.Succeeded);
        Assert.Single(host.Runtime.Calls, "start a-1");
        Assert.Contains(await host.Store.ListChangesAsync(run, EngineHost.Cap), change => change is { Task: "b", To: "Waiting", Actor: "bob" });
    }

    [Fact]
    public async Task Rerun_WithAnotherParameter_KeepsTheRestAndNamesItsSource()
    {
        await using var host = await EngineHost.StartedAsync();
        var first = await host.RunAsync(Seeded(), new JsonObject { ["seed"] = 3, ["name"] = "adelie" });

        var second = await host.Runs.RerunAsync(first, new JsonObject { ["seed"] = 4 }, "bob", EngineHost.Cap);

        Assert.Equal(RunTrigger.Rerun, second.Trigger);
        Assert.Equal(first, second.SourceRun);
        Assert.Equal("""{"seed":4,"name":"adelie"}""", second.Parameters.ToJsonString());
    }

    [Fact]
    public async Task Debug_OfOneTask_HasOutputsAndFilesOfItsSource()
    {
        using var workspaces = new TemporaryDirectory();
        await using var host = await EngineHost.StartedAsync(workspaces.Path);
        var source = await host.RunAsync(Pipeline().Task("a").Task("b", after: ["a"], command: "echo {{tasks.a.outputs.rows}}"));
        Directory.CreateDirectory(workspaces[$"{source}/data"]);
        await File.WriteAllTextAsync(workspaces[$"{source}/data/rows.csv"], "1,2");
        host.Runtime.Succeed(await host.Runtime.StartedAsync("a"), ("rows", "344"));
        host.Runtime.Fail(await host.Runtime.StartedAsync("b"));
        await host.EndAsync(source, RunState.Failed);

        var request = Manual("demo") with { Trigger = RunTrigger.Debug, Only = new TaskSelection("b", false, source, NoOutputs) };
        var debug = await host.Runs.StartAsync(request, EngineHost.Cap);
        await host.UntilAsync(debug.Id, "b", TaskState.Starting);

        var detail = await host.FindAsync(debug.Id);
        Assert.Equal(["b"], detail.Tasks.Select(task => task.Task));
        Assert.Contains("echo 344", detail.Attempts[0].Manifest, StringComparison.Ordinal);
        Assert.Equal("1,2", await File.ReadAllTextAsync(workspaces[$"{debug.Id}/data/rows.csv"]));
    }

    [Fact]
    public async Task Delete_OfARunningRun_KillsItAndLeavesNothing()
    {
        using var workspaces = new TemporaryDirectory();
        await using var host = await EngineHost.StartedAsync(workspaces.Path);
        var run = await host.RunAsync(Pipeline().Task("a"));
        Directory.CreateDirectory(workspaces[run.ToString()]);
        host.Runtime.Run(await host.Runtime.StartedAsync("a"));

        await host.Runs.DeleteAsync(run, "bob", EngineHost.Cap);

        Assert.Null(await host.Store.FindAsync(run, EngineHost.Cap));
        Assert.Empty(host.Runtime.Pods);
        Assert.False(Directory.Exists(workspaces[run.ToString()]));
        Assert.Contains("stop a-1 0", host.Runtime.Calls);
    }

    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> NoOutputs => new Dictionary<string, IReadOnlyDictionary<string, string>>();

    private static StartRun Manual(string pipeline, JsonObject? parameters = null) => new("default", pipeline, null, parameters ?? [], RunTrigger.Manual, "alice");

    private static PipelineBuilder Seeded() => Pipeline().Task("a").With(spec => spec with
    {
        Parameters = [new PipelineParameter("seed", PipelineParameterType.Int, 7), new PipelineParameter("name", PipelineParameterType.String, "gentoo")],
    });

    private static async Task<RefusedException> RefusedAsync(string code, RefusalKind kind, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<RefusedException>(act);
        Assert.Equal(code, refused.Code);
        Assert.Equal(kind, refused.Kind);
        Assert.NotEmpty(refused.Fix);
        return refused;
    }
}
