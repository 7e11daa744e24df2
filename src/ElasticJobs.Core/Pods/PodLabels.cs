namespace ElasticJobs.Core.Pods;

/// <summary>Names of the labels on each pod.</summary>
public static class PodLabels
{
    public const string Project = "elasticjobs.io/project";
    public const string Pipeline = "elasticjobs.io/pipeline";
    public const string Run = "elasticjobs.io/run";
    public const string Task = "elasticjobs.io/task";
    public const string Attempt = "elasticjobs.io/attempt";

    /// <summary><c>task</c> or <c>debug</c>.</summary>
    public const string Kind = "elasticjobs.io/kind";
}
