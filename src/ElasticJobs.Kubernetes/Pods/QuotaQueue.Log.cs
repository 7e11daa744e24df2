using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Pods;

internal sealed partial class QuotaQueue
{
    [LoggerMessage(LogLevel.Information, "Pod {Pod} waits in {Namespace}: {Why}")]
    private partial void LogWaits(string pod, string @namespace, string why);

    [LoggerMessage(LogLevel.Warning, "Pods that wait in {Namespace} can't be tried now; it is tried again.")]
    private partial void LogTryFailed(string @namespace, Exception exception);
}
