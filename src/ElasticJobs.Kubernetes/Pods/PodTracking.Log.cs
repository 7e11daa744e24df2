using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Pods;

internal sealed partial class PodTracking
{
    [LoggerMessage(LogLevel.Warning, "Pod {Pod} in {Namespace} is gone before its end was known.")]
    private partial void LogVanished(string pod, string @namespace);

    [LoggerMessage(LogLevel.Warning, "Following the pods in {Namespace} broke and is begun anew.")]
    private partial void LogBroke(string @namespace, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Node {Node} of pod {Pod} is gone or no longer answers; the pod is given up.")]
    private partial void LogNodeLost(string? node, string pod);
}
