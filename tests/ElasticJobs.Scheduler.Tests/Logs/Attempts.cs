using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Scheduler.Tests.Logs;

/// <summary>Attempts as collectors are told of them.</summary>
internal static class Attempts
{
    public static TaskAttempt New(int number = 1, DateTimeOffset createdAt = default, TaskState state = TaskState.Starting)
    {
        var key = new AttemptKey(new RunId(SequentialIds.At(1)), "train", number);
        return new TaskAttempt { Key = key, PodName = PodNames.ForAttempt(key), State = state, CreatedAt = createdAt, Manifest = "{}" };
    }

    public static LogKey Log(this TaskAttempt attempt, string container = ContainerSpec.MainName) => new(attempt.Key, container);

    public static PodSpec Pod(this TaskAttempt attempt, params string[] containers) => new()
    {
        Name = attempt.PodName,
        LogDirectory = "/logs",
        Containers = [.. (containers.Length == 0 ? [ContainerSpec.MainName] : containers).Select(name => new ContainerSpec { Name = name, Command = ["true"] })],
    };
}
