using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Logs;

internal sealed partial class LogFollowing
{
    [LoggerMessage(LogLevel.Information, "Following the log of {Pod}/{Container} was interrupted and goes on: {Message}")]
    private partial void LogInterrupted(string pod, string container, string message);

    [LoggerMessage(LogLevel.Warning, "The rest of the log of {Pod}/{Container} can't be had: {Message}")]
    private partial void LogGivenUp(string pod, string container, string message);

    [LoggerMessage(LogLevel.Error, "The log of {Pod}/{Container} can't be written; it is tried again.")]
    private partial void LogNotWritten(string pod, string container, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Lines of {Pod}/{Container} that the kubelet put aside while nobody followed can't be read and are missing: {Message} Let the console get nodes/proxy.")]
    private partial void LogRotatedUnread(string pod, string container, string message);

    [LoggerMessage(LogLevel.Warning, "The container runtime lost the end of the log of {Pod}/{Container}: its node was too busy.")]
    private partial void LogCut(string pod, string container);
}
