namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Words for <see cref="Core.Pods.PodStatus.Reason"/> beside those that Core knows; the same as the Local runtime's.</summary>
internal static class PodReasons
{
    /// <summary>KILL ended it: at once, or because it didn't end within its grace.</summary>
    public const string Killed = "Killed";

    /// <summary>It was stopped, and ended within its grace.</summary>
    public const string Terminated = "Terminated";

    public const string Lost = "Lost";
}
