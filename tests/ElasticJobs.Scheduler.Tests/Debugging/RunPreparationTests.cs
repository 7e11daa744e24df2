using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;

namespace ElasticJobs.Scheduler.Tests.Debugging;

public sealed class RunPreparationTests : IDisposable
{
    private readonly DebugWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task WholePipeline_IsQueuedWithItsParameters()
    {
        var request = new StartRun(DebugWorld.Project, "demo", null, new JsonObject { ["seed"] = "9" }, RunTrigger.Api, "ann");

        var run = (await _world.Preparation.PrepareAsync(request, default)).Run;

        Assert.Equal((RunState.Queued, 3, RunTrigger.Api, "ann"), (run.State, run.Revision, run.Trigger, run.CreatedBy));
        Assert.Equal(9, run.Parameters["seed"]!.GetValue<long>());
        Assert.Null(run.OnlyTasks);
        Assert.Equal(_world.Time.GetUtcNow(), run.ExecutionDate);
    }

    [Fact]
    public async Task WrongParameters_AreAllTold()
    {
        var request = new StartRun(DebugWorld.Project, "demo", null, new JsonObject { ["seed"] = "many", ["speed"] = 1 }, RunTrigger.Api, "ann");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => _world.Preparation.PrepareAsync(request, default));

        Assert.Equal(["parameters.seed", "parameters.speed"], refused.Problems.Select(problem => problem.Path).Order());
    }

    [Fact]
    public async Task Selection_TakesParametersOutputsAndDateOfItsSource_ButWhatIsTypedInWins()
    {
        var source = _world.Source();
        var request = DebugWorld.Request(source: source.Id, outputs: [("load", "rows", "1"), ("other", "x", "y")]) with { Parameters = new JsonObject { ["seed"] = 5 } };

        var run = (await _world.Preparation.PrepareAsync(request, default)).Run;

        Assert.Equal("1", run.SeedOutputs["load"]["rows"]);
        Assert.Equal("y", run.SeedOutputs["other"]["x"]);
        Assert.Equal(5, run.Parameters["seed"]!.GetValue<long>());
        Assert.Equal(source.ExecutionDate, run.ExecutionDate);
        Assert.Equal(["train"], run.OnlyTasks);
    }

    [Fact]
    public async Task Selection_WithWhatFollows_HasNoOutputsOfItsOwnTasks()
    {
        var source = _world.Source();

        var run = (await _world.Preparation.PrepareAsync(DebugWorld.Request("load", source: source.Id, downstream: true), default)).Run;

        Assert.Equal(["load", "train", "report"], run.OnlyTasks);
        Assert.Empty(run.SeedOutputs);
    }

    [Fact]
    public async Task WorkspaceCopy_TakesFilesAndLinks()
    {
        File.WriteAllText(_world.File("from", "deep/script.sh"), "echo");
        File.WriteAllText(_world.File("from", "empty"), "");
        File.CreateSymbolicLink(_world.File("from", "link"), "deep/script.sh");

        await WorkspaceCopy.CopyAsync(_world.Runtime, "from", "to", default);
        await WorkspaceCopy.CopyAsync(_world.Runtime, "missing", "to", default);

        Assert.Equal("echo", File.ReadAllText(_world.File("to", "link")));
        Assert.Equal("deep/script.sh", new FileInfo(_world.File("to", "link")).LinkTarget);
        Assert.Equal("", File.ReadAllText(_world.File("to", "empty")));
    }
}
