using System.Text.Json.Nodes;
using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Scheduler.Runs;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Logs;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Runs;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Tests.Runs;

/// <summary>The engine on stores and a runtime in memory, which outlive it: <see cref="RestartAsync"/> is what a restart of the console is to them.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private const string Project = "default";
    private readonly SequentialIds _ids = new();
    private RunEngine? _engine;
    private PodCommands? _commands;
    private RunInstruments? _instruments;

    public EngineHost(string? workspaceRoot = null)
    {
        Runtime = new FakePodRuntime(workspaceRoot);
        Pipelines = new InMemoryPipelineStore(Time);
        Logs = new MemoryLogStore(Time);
    }

    public FakeTimeProvider Time { get; } = new();

    public InMemoryRunStore Store { get; } = new();

    public InMemoryPipelineStore Pipelines { get; }

    public MemoryLogStore Logs { get; }

    public FakePodRuntime Runtime { get; }

    public FakeObserver Observer { get; } = new();

    public ActiveRuns Active { get; private set; } = null!;

    public IRunService Runs { get; private set; } = null!;

    public IRunFeed Feed { get; private set; } = null!;

    public static CancellationToken Cap => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;

    public static async Task<EngineHost> StartedAsync(string? workspaceRoot = null)
    {
        var host = new EngineHost(workspaceRoot);
        await host.StartAsync();
        return host;
    }

    public async Task StartAsync()
    {
        var options = Options.Create(new SchedulerOptions());
        _instruments = new RunInstruments();
        var broadcaster = new Broadcaster<RunId, Run>(Backlog.LatestByKey);
        var templates = new TemplateCatalog();
        var loader = new RunLoader(Store, Pipelines, new TaskRenderer(templates), options);
        _commands = new PodCommands(Runtime, Logs, [Observer], _instruments, options, Time, NullLogger<PodCommands>.Instance);
        Active = new ActiveRuns(Store, loader, _commands, broadcaster, _instruments, Time, NullLogger<RunActor>.Instance);
        Feed = new RunFeed(Active, Store, broadcaster, Time);
        Runs = new RunService(
            Store, new RunPreparation(Pipelines, Store, templates, _ids, Time), loader, Active, Runtime, Logs, Time, NullLogger<RunService>.Instance);
        _engine = new RunEngine(Store, Active, new PodWatch(Runtime, Time, NullLogger<PodWatch>.Instance), _commands, options, Time, NullLogger<RunEngine>.Instance);
        await _engine.StartAsync(Cap);
        await Active.Ready.WaitAsync(Cap);
    }

    public async Task StopAsync()
    {
        await _engine!.StopAsync(Cap);
        _engine.Dispose();
        _commands!.Dispose();
        _instruments!.Dispose();
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task SaveAsync(PipelineDocument document) => await Pipelines.SaveAsync(Project, document, "alice", null, Cap);

    public async Task<RunId> RunAsync(PipelineBuilder pipeline, JsonObject? parameters = null)
    {
        var document = pipeline.Build();
        await SaveAsync(document);
        return (await Runs.StartAsync(new StartRun(Project, document.Metadata.Name, null, parameters ?? [], RunTrigger.Manual, "alice"), Cap)).Id;
    }

    public async Task<RunDetail> FindAsync(RunId run) => (await Store.FindAsync(run, Cap))!;

    public async Task<TaskRun> TaskAsync(RunId run, string task) => (await FindAsync(run)).Tasks.Single(row => row.Task == task);

    public async Task UntilAsync(RunId run, string task, TaskState state) =>
        await Eventually.TrueAsync(async () => (await TaskAsync(run, task)).State == state, $"task {task} is {state}");

    public async Task<RunDetail> EndAsync(RunId run, RunState state)
    {
        await Eventually.TrueAsync(async () => (await FindAsync(run)).Run.IsFinished, $"run {run} has ended");
        var detail = await FindAsync(run);
        Assert.Equal(state, detail.Run.State);
        return detail;
    }

    public Task UntilGoneAsync(RunId run) => Active.WaitUntilGoneAsync(run, Cap);

    public async ValueTask DisposeAsync() => await StopAsync();
}
