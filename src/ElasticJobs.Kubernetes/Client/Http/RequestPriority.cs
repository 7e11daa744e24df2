namespace ElasticJobs.Kubernetes.Client;

internal enum RequestPriority
{
    /// <summary>What makes tasks start, stop and be seen.</summary>
    Control,

    /// <summary>What can wait: samples, clean-up, pages.</summary>
    Bulk,
}
