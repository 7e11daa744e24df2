using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;
using ElasticJobs.Core.Templates;
using ElasticJobs.Scheduler.Debugging;
using ElasticJobs.Scheduler.Runs;
using ElasticJobs.Scheduler.Tests.Resources;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Ids;
using ElasticJobs.Tests.Shared.Pipelines;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Scheduler.Tests.Debugging;

/// <summary>A pipeline <c>demo</c> of load → train → report, and all that debugging its tasks needs.</summary>
internal sealed class DebugWorld : IDisposable
{
    public const string Project = "default";

    private readonly TemporaryDirectory _directory = new();

    public DebugWorld()
    {
        Pipelines = new OnePipeline(Project, PipelineBuilder.Pipeline("demo")
            .With(spec => spec with { Parameters = [new PipelineParameter("seed", PipelineParameterType.Int, 7)] })
            .Task("load")
            .Task("train", ["load"], command: "train --rows {{tasks.load.outputs.rows}} --seed {{params.seed}}")
            .Task("report", ["train"])
            .Build());
        Runtime = new TerminalRuntime(_directory.Path);
        Preparation = new RunPreparation(Pipelines, Runs, new TemplateCatalog(), Ids, Time);
        Service = NewService();
    }

    public FakeTimeProvider Time { get; } = new();

    public SequentialIds Ids { get; } = new();

    public OnePipeline Pipelines { get; }

    public AttemptRows Runs { get; } = new();

    public DeletedRuns Deleted { get; } = new();

    public MemoryDebugStore Store { get; } = new();

    public TerminalRuntime Runtime { get; }

    public DebugOptions Options { get; } = new() { ScrollbackBytes = 4096, SessionsAtOnce = 3 };

    public RunPreparation Preparation { get; }

    public DebugService Service { get; private set; }

    /// <summary>What a console that was killed and started again has: the store and the files.</summary>
    public void Restart()
    {
        Service.Dispose();
        Service = NewService();
    }

    public Run Source(RunTrigger trigger = RunTrigger.Manual, params string[] only)
    {
        var run = new Run
        {
            Id = new RunId(Ids.NewId()),
            Project = Project,
            Pipeline = "demo",
            Revision = 3,
            Trigger = trigger,
            State = RunState.Succeeded,
            Parameters = new JsonObject { ["seed"] = 42 },
            ExecutionDate = Time.GetUtcNow().AddDays(-1),
            CreatedBy = "ann",
            CreatedAt = Time.GetUtcNow().AddDays(-1),
            OnlyTasks = only.Length == 0 ? null : only,
        };
        var load = new TaskRun { Run = run.Id, Task = "load", State = TaskState.Succeeded, Outputs = new Dictionary<string, string> { ["rows"] = "344" } };
        Runs.Runs.Add(new RunDetail(run, [load], []));
        return run;
    }

    public string File(string workspace, string name)
    {
        var path = Path.Combine(Runtime.WorkspacePath(workspace)!, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public static StartRun Request(string task = "train", RunId? source = null, string? draft = null, bool downstream = false, params (string Task, string Name, string Value)[] outputs) => new(
        Project,
        "demo",
        null,
        [],
        RunTrigger.Debug,
        "ann",
        new TaskSelection(
            task,
            downstream,
            source,
            outputs.GroupBy(output => output.Task).ToDictionary(
                group => group.Key, group => (IReadOnlyDictionary<string, string>)group.ToDictionary(output => output.Name, output => output.Value)),
            draft));

    public static StartRun RowsTyped(string rows = "10") => Request(outputs: ("load", "rows", rows));

    /// <summary>What a viewer sees until <paramref name="last"/> has come.</summary>
    public async Task<string> SeenAsync(Guid session, string last)
    {
        using var cap = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var seen = new StringBuilder();
        await foreach (var bytes in Service.AttachAsync(session, cap.Token))
        {
            seen.Append(Encoding.UTF8.GetString(bytes.Span));
            if (seen.ToString().EndsWith(last, StringComparison.Ordinal))
                break;
        }
        return seen.ToString();
    }

    public void Dispose()
    {
        Service.Dispose();
        _directory.Dispose();
    }

    private DebugService NewService() => new(
        Preparation,
        new DebugPod(Runtime, new TaskRenderer(new TemplateCatalog()), Microsoft.Extensions.Options.Options.Create(new SchedulerOptions { TaskEnv = { ["EJ_SAMPLES"] = "/samples" } })),
        new DebugRuns(Runs, Deleted),
        Runtime,
        Store,
        Microsoft.Extensions.Options.Options.Create(Options),
        Time,
        NullLogger<DebugService>.Instance);
}
