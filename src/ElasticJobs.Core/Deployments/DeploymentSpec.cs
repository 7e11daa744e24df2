using System.Text.Json;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Deployments;

/// <summary>A service's document, read. Names of keys are those of EAS's service JSON; see docs/elastic-jobs.md.</summary>
public sealed record DeploymentSpec
{
    /// <summary><c>metadata.name</c>, behind <c>metadata.group</c> and a dot where there is a group.</summary>
    public required string Name { get; init; }

    public required DeploymentKind Kind { get; init; }

    /// <summary>What an instance is made of.</summary>
    public required InstanceSpec Instance { get; init; }

    /// <summary>Empty for a <see cref="DeploymentKind.ScalableJob"/>, one or more else. Their names are unique.</summary>
    public IReadOnlyList<FrontEndSpec> FrontEnds { get; init; } = [];

    public AutoscalerSettings Autoscaler { get; init; } = AutoscalerSettings.ElasticJob;

    public QueueSettings Queue { get; init; } = QueueSettings.Default;

    /// <summary>Where the image's own log goes into the sink while a task runs. Null: of commands yes, of queries no.</summary>
    public bool? WritesLog { get; init; }

    /// <summary>Whether what instances are made of differs.</summary>
    public bool HasSameInstances(DeploymentSpec other) => WritesLog == other.WritesLog && JsonSerializer.Serialize(Instance) == JsonSerializer.Serialize(other.Instance);
}

/// <summary>One instance: a pod that takes tasks from the queue, one after the other or several at once.</summary>
public sealed record InstanceSpec
{
    /// <summary>Null where the runtime needs none.</summary>
    public string? Image { get; init; }

    /// <summary>Of its own server, a shell line. Null: the instance only runs commands that tasks bring.</summary>
    public string? Command { get; init; }

    /// <summary>A shell line that is run once, to its end, before the first task. Null: none.</summary>
    public string? InitCommand { get; init; }

    /// <summary>Where its server listens for queries. Null: it takes none.</summary>
    public int? Port { get; init; }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public ResourceRequirements Resources { get; init; } = ResourceRequirements.None;

    public IReadOnlyList<MountSpec> Mounts { get; init; } = [];

    /// <summary><c>rpc.worker_threads</c>: how many queries it has at once. Default: 5.</summary>
    public int WorkerThreads { get; init; } = 5;

    /// <summary>How many tasks it has at once: without a server one, since a training takes the whole instance.</summary>
    public int Window => Port is null ? 1 : WorkerThreads;
}

/// <summary>A server that is always there and is the queue's client, e.g. a web page to start trainings from.</summary>
public sealed record FrontEndSpec
{
    /// <summary>EAS's default: 2 cores and 8 GB.</summary>
    public static readonly ResourceRequirements DefaultResources = new(2, 2, 8000L * 1024 * 1024, 8000L * 1024 * 1024);

    /// <summary>Of the only one that says none.</summary>
    public const string DefaultName = "front-end";

    public string Name { get; init; } = DefaultName;

    public string? Image { get; init; }

    /// <summary>A shell line.</summary>
    public required string Script { get; init; }

    public required int Port { get; init; }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public ResourceRequirements Resources { get; init; } = DefaultResources;
}
