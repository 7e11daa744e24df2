using Microsoft.Extensions.Logging;

namespace ElasticJobs.Kubernetes.Groups;

internal sealed partial class PodGroups
{
    [LoggerMessage(LogLevel.Information, "All members of group {Group} wait for each other and are let begin.")]
    private partial void LogBegins(string group);

    [LoggerMessage(LogLevel.Information, "Group {Group} starts again, {Round} of {Restarts}.")]
    private partial void LogStartsAgain(string group, int round, int restarts);

    [LoggerMessage(LogLevel.Information, "Member {Rank} of group {Group} waits: {Why}")]
    private partial void LogWaits(string group, int rank, string why);
}
