using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Resources;

internal sealed partial class PodSampling
{
    [LoggerMessage(LogLevel.Warning, "Resource use of pods on node {Node} can't be read: {Message} It is tried again, and said once.")]
    private partial void LogUnreadable(string node, string message);
}
