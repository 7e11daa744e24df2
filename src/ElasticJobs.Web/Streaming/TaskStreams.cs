using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Streaming;

/// <summary>Finds the attempt that a request names, and opens its streams. Hubs and server-sent events share it.</summary>
internal sealed class TaskStreams(IRunStore runs, ILogFeed logs, ISampleFeed samples)
{
    /// <param name="attempt">Null: the latest.</param>
    /// <exception cref="RefusedException">No such run, task or attempt.</exception>
    public async Task<TaskAttempt> FindAttemptAsync(string project, Guid run, string task, int? attempt, CancellationToken cancellationToken)
    {
        var detail = await runs.FindAsync(new RunId(run), cancellationToken);
        if (detail is null || detail.Run.Project != project)
        {
            throw Refusals.RunNotFound(run.ToString());
        }

        var row = detail.Tasks.FirstOrDefault(candidate => candidate.Task == task)
            ?? throw new RefusedException(RefusalKind.NotFound, "task_not_found", $"The run has no task '{task}'.", $"Its tasks are {string.Join(", ", detail.Tasks.Select(candidate => candidate.Task).Take(20))}.");
        var number = attempt ?? row.Attempt;
        return detail.Attempts.FirstOrDefault(candidate => candidate.Key.Task == task && candidate.Key.Number == number)
            ?? throw new RefusedException(
                RefusalKind.NotFound,
                "attempt_not_found",
                row.Attempt == 0 ? $"Task '{task}' has not started yet." : $"Task '{task}' has no attempt {number}; its latest is {row.Attempt}.",
                row.Attempt == 0 ? "Wait until it starts." : "Leave the attempt out for the latest.");
    }

    /// <param name="container">Null: main.</param>
    /// <exception cref="RefusedException">The attempt's pod has no such container.</exception>
    public static LogKey LogOf(TaskAttempt attempt, string? container)
    {
        var containers = PodSpecJson.Read(attempt.Manifest).Containers.Select(candidate => candidate.Name).ToList();
        var name = container ?? ContainerSpec.MainName;
        return containers.Contains(name)
            ? new LogKey(attempt.Key, name)
            : throw new RefusedException(
                RefusalKind.NotFound, "container_not_found", $"Task '{attempt.Key.Task}' has no container '{name}'.", $"Its containers are {string.Join(", ", containers)}.");
    }

    public async IAsyncEnumerable<LogWire> FollowLogAsync(LogKey log, long from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in logs.FollowAsync(log, from, cancellationToken))
        {
            yield return LogWire.From(batch);
        }
    }

    public async IAsyncEnumerable<SampleWire> WatchSamplesAsync(
        TaskAttempt attempt, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SampleWire([], Limits(attempt), false);
        await foreach (var points in samples.WatchAsync(attempt.Key, since, cancellationToken))
        {
            yield return new SampleWire([.. points.Select(SamplePointWire.From)], null, false);
        }

        yield return new SampleWire([], null, true);
    }

    private static SampleLimitsWire Limits(TaskAttempt attempt) =>
        SampleLimitsWire.From(PodSpecJson.Read(attempt.Manifest).Containers[0].Resources);
}
