using System.Text.Json.Nodes;
using ElasticJobs.Core.Broadcasting;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Scheduler.Leadership;
using ElasticJobs.Scheduler.QueueTasks;
using ElasticJobs.Scheduler.Runs;
using ElasticJobs.Scheduler.Tests.Leadership;
using ElasticJobs.Scheduler.Tests.QueueTasks;
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
    private readonly SequentialIds _ids;
    private RunEngine? _engine;
    private Replicas? _replicas;
    private RunSweep? _sweep;
    private PodCommands? _commands;
    private RunInstruments? _instruments;
    private QueuedPods? _queued;

    public EngineHost(string? workspaceRoot = null)
    {
        _ids = new();
        Runtime = new FakePodRuntime(workspaceRoot);
        Pipelines = new InMemoryPipelineStore(Time);
        Logs = new MemoryLogStore(Time);
        Signals = new MemoryRunSignals();
    }

    /// <summary>Another console on the same stores and runtime.</summary>
    public EngineHost(EngineHost other)
    {
        (_ids, Time, Store, Orders, Seat, Runtime, Pipelines, Logs) = (other._ids, other.Time, other.Store, other.Orders, other.Seat, other.Runtime, other.Pipelines, other.Logs);
        Signals = new MemoryRunSignals(other.Signals);
    }

    public FakeTimeProvider Time { get; } = new();

    /// <summary>Of the sweep alone, so that tests can wait for the engine's own timers.</summary>
    public FakeTimeProvider SweepTime { get; } = new();

    public InMemoryRunStore Store { get; } = new();

    public MemoryRunOrders Orders { get; } = new();

    public FakeLeadership Seat { get; } = new();

    public MemoryRunSignals Signals { get; }

    public Lead Lead { get; private set; } = null!;

    public InMemoryPipelineStore Pipelines { get; }

    public MemoryLogStore Logs { get; }

    public FakePodRuntime Runtime { get; }

    public FakeObserver Observer { get; } = new();

    public RunEngine Engine => _engine!;

    public ActiveRuns Active { get; private set; } = null!;

    public IRunService Runs { get; private set; } = null!;

    public IRunFeed Feed { get; private set; } = null!;

    /// <summary>Taken by the next start.</summary>
    public int? TasksAtOnce { get; set; }

    public static CancellationToken Cap => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public static async Task<EngineHost> StartedAsync(string? workspaceRoot = null)
    {
        var host = new EngineHost(workspaceRoot);
        await host.StartAsync();
        return host;
    }

    /// <param name="waitUntilItLeads">False: another host has the lead.</param>
    public async Task StartAsync(bool waitUntilItLeads = true)
    {
        var options = Options.Create(new SchedulerOptions { TasksAtOnce = TasksAtOnce });
        var permits = new StartPermits(options);
        _instruments = new RunInstruments();
        var broadcaster = new Broadcaster<RunId, Run>(Backlog.LatestByKey);
        var templates = new TemplateCatalog();
        var loader = new RunLoader(Store, Pipelines, new TaskRenderer(templates), permits, options);
        Lead = new Lead();
        _queued = new QueuedPods(new NoServices(), new NoQueues(), Time, NullLogger<QueuedPods>.Instance);
        var pods = new TaskPods(Runtime, _queued);
        _commands = new PodCommands(pods, Logs, [Observer], _instruments, Lead, options, Time, NullLogger<PodCommands>.Instance);
        Active = new ActiveRuns(Store, loader, permits, _commands, broadcaster, Signals, _instruments, Time, NullLogger<RunActor>.Instance);
        Feed = new RunFeed(Active, Store, broadcaster, Lead, Time);
        var deletion = new RunDeletion(Store, Active, Runtime, Logs, Time, NullLogger<RunDeletion>.Instance);
        _sweep = new RunSweep(Store, Orders, Active, deletion, SweepTime, NullLogger<RunSweep>.Instance);
        _replicas = new Replicas(Signals, Lead, _sweep, Store, broadcaster, NullLogger<Replicas>.Instance);
        Runs = new RunService(
            Store, new RunPreparation(Pipelines, Store, templates, _ids, Time), loader, Active, Runtime, Lead, deletion, new OrdersToLeader(Orders, Signals, Time), Signals, NullLogger<RunService>.Instance);
        _engine = new RunEngine(
            Store, Active, permits, new PodWatch(pods, Time, NullLogger<PodWatch>.Instance), _commands, Seat, Lead, _sweep, options, Time, NullLogger<RunEngine>.Instance);
        await _replicas.StartAsync(Cap);
        await _engine.StartAsync(Cap);
        if (waitUntilItLeads)
            await Active.Ready.WaitAsync(Cap);
    }

    public async Task StopAsync()
    {
        await _replicas!.StopAsync(Cap);
        await _engine!.StopAsync(Cap);
        _engine.Dispose();
        _replicas.Dispose();
        _sweep!.Dispose();
        _commands!.Dispose();
        await _queued!.DisposeAsync();
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
