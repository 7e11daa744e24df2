namespace ElasticJobs.Core.Pods;

/// <summary>Names of the labels on each pod.</summary>
public static class PodLabels
{
    public const string Project = "elasticjobs.io/project";
    public const string Pipeline = "elasticjobs.io/pipeline";
    public const string Run = "elasticjobs.io/run";
    public const string Task = "elasticjobs.io/task";
    public const string Attempt = "elasticjobs.io/attempt";

    /// <summary><see cref="TaskKind"/> or <see cref="DebugKind"/>.</summary>
    public const string Kind = "elasticjobs.io/kind";

    /// <summary>An attempt of a task.</summary>
    public const string TaskKind = "task";

    /// <summary>A debug terminal.</summary>
    public const string DebugKind = "debug";
}
