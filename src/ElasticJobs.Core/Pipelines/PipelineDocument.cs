using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pipelines.Placement;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines;

/// <summary>A pipeline as console, API, CLI and files share it. Text forms are read and written by <see cref="PipelineReader"/> and <see cref="PipelineWriter"/>.</summary>
public sealed record PipelineDocument
{
    public const string CurrentApiVersion = "elasticjobs/v1";
    public const string KindName = "Pipeline";

    public PipelineMetadata Metadata { get; init; } = new();

    public PipelineSpec Spec { get; init; } = new();

    public TaskSpec? Task(string id) => Spec.Tasks.FirstOrDefault(task => task.Id == id);
}

public sealed record PipelineMetadata
{
    /// <summary>Unique in its project: lower case letters, digits and hyphens, 2 to 54, begins with a letter.</summary>
    public string Name { get; init; } = "";

    /// <summary>What people read. Empty: the name.</summary>
    public string Description { get; init; } = "";

    /// <summary>Null: the project that it is saved in.</summary>
    public string? Project { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}

public sealed record PipelineSpec
{
    public IReadOnlyList<PipelineParameter> Parameters { get; init; } = [];

    /// <summary>Given to every task; values may hold expressions. Also names that expressions may use.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Tasks of a run that may be started at once. Null: no limit of its own.</summary>
    public int? Parallelism { get; init; }

    /// <summary>From the run's start. Null: none.</summary>
    public TimeSpan? Timeout { get; init; }

    public IReadOnlyList<TaskSpec> Tasks { get; init; } = [];
}

public enum PipelineParameterType
{
    String,
    Int,
    Float,
    Bool,
    Enum,
    Json,
}

/// <param name="Default">Null: the run must give a value.</param>
/// <param name="Choices">Of an enum.</param>
public sealed record PipelineParameter(
    string Name, PipelineParameterType Type, JsonNode? Default = null, string? Description = null, IReadOnlyList<string>? Choices = null);

public sealed record TaskSpec
{
    /// <summary><c>^[a-z]([a-z0-9_-]*[a-z0-9])?$</c>, 40 at most, no <c>--</c> and no <c>__</c>: it becomes part of a pod's name.</summary>
    public required string Id { get; init; }

    /// <summary>What people read. Null: the id.</summary>
    public string? Label { get; init; }

    /// <summary><c>name</c> or <c>name@version</c>.</summary>
    public required string Template { get; init; }

    /// <summary>Values of the template's form; strings in them may hold expressions.</summary>
    public JsonObject Args { get; init; } = [];

    public IReadOnlyList<TaskEdge> After { get; init; } = [];

    public bool Skip { get; init; }

    public RetrySpec? Retry { get; init; }

    /// <summary>Of each attempt, from the moment that it runs. Null: none.</summary>
    public TimeSpan? Timeout { get; init; }

    public TaskResources? Resources { get; init; }

    /// <summary>From its pod's start until it runs: time to find a node and pull images. Null: none. Longer: the attempt fails, as an error of the infrastructure.</summary>
    public TimeSpan? StartTimeout { get; init; }

    /// <summary>Instead of the template's or the runtime's, where <see cref="Templates.TemplateSpec.TakesImage"/>. May hold expressions.</summary>
    public string? Image { get; init; }

    public ImagePullPolicy? ImagePullPolicy { get; init; }

    /// <summary>As written, read by <see cref="MountSyntax"/>; may hold expressions.</summary>
    public IReadOnlyList<string> Mounts { get; init; } = [];

    /// <summary>Size of <c>/dev/shm</c> as written, e.g. <c>2G</c>. Null: the runtime's default.</summary>
    public string? Shm { get; init; }

    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    /// <summary>As written, read by <see cref="TolerationSyntax"/>.</summary>
    public IReadOnlyList<string> Tolerations { get; init; } = [];

    /// <summary>As written, read by <see cref="HostAliasSyntax"/>.</summary>
    public IReadOnlyList<string> HostAliases { get; init; } = [];

    public string? ServiceAccount { get; init; }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Env whose values are keys of secrets, which the document never holds.</summary>
    public IReadOnlyDictionary<string, SecretKey> SecretEnv { get; init; } = new Dictionary<string, SecretKey>();

    /// <summary>Overrides the template's. May hold expressions.</summary>
    public string? WorkingDir { get; init; }

    /// <summary>Run one after the other before the task's own container; one that fails ends the attempt.</summary>
    public IReadOnlyList<TaskContainer> InitContainers { get; init; } = [];

    /// <summary>Run beside the task's own container and end with it, whatever becomes of them before.</summary>
    public IReadOnlyList<TaskContainer> Sidecars { get; init; } = [];

    /// <summary>Names that the task promises to write; null: not said, any name may be used by others.</summary>
    public IReadOnlyList<string>? Outputs { get; init; }

    /// <summary>On the canvas, of the top left corner. Null: laid out when opened.</summary>
    public CanvasPosition? Position { get; init; }

    public string Title => string.IsNullOrWhiteSpace(Label) ? Id : Label;
}

public readonly record struct CanvasPosition(double X, double Y);

public enum EdgeCondition
{
    Succeeded,
    Failed,
    Finished,
}

/// <summary>An edge: this task comes after <paramref name="Task"/>, when that has ended so.</summary>
public sealed record TaskEdge(string Task, EdgeCondition When = EdgeCondition.Succeeded);

public enum RetryOn
{
    /// <summary>The task ended with a code other than 0, or ran out of time.</summary>
    Failure,

    /// <summary>The infrastructure failed it: it could not start, or was lost.</summary>
    Error,

    Always,
}

/// <param name="Limit">Attempts beyond the first.</param>
/// <param name="AvoidNode">The next attempt does not run on a node where one has failed.</param>
public sealed record RetrySpec(int Limit, RetryOn On = RetryOn.Always, BackoffSpec? Backoff = null, bool AvoidNode = false);

/// <summary>Wait before retry n (from 1): <c>min(Max, Delay × Factor^(n-1))</c>.</summary>
public sealed record BackoffSpec(TimeSpan Delay, double Factor = 2, TimeSpan? Max = null)
{
    public TimeSpan Before(int retry)
    {
        var seconds = Delay.TotalSeconds * Math.Pow(Factor, Math.Max(0, retry - 1));
        var max = (Max ?? TimeSpan.FromHours(1)).TotalSeconds;
        return TimeSpan.FromSeconds(Math.Min(seconds, max));
    }
}

/// <summary>As written: <c>cpu: "0.5~2"</c>, <c>memory: 500M~1G</c>, <c>gpu: "1(V100)"</c>. Read by <see cref="ResourceSyntax"/>.</summary>
public sealed record TaskResources(string? Cpu = null, string? Memory = null, string? Gpu = null);
