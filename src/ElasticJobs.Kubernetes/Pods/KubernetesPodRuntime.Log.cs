using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Pods;

internal sealed partial class KubernetesPodRuntime
{
    [LoggerMessage(LogLevel.Warning, "Looking after pods failed and is tried again: {Message}")]
    private partial void LogKeepingFailed(string message);

    [LoggerMessage(LogLevel.Warning, "The log of pod {Pod} is not whole after {Timeout}; the pod is kept and asked again later.")]
    private partial void LogNotWhole(string pod, TimeSpan timeout);
}
