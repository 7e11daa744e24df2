using System.Runtime.CompilerServices;
using ElasticJobs.Core;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Streaming;

/// <summary>Finds the attempt that a request names, and opens its streams. Hubs and server-sent events share it.</summary>
internal sealed class TaskStreams(IRunStore runs, ILogFeed logs, ILogStore store, IInstanceLogs instances, ISampleFeed samples, ITaskEvents events, TimeProvider time)
{
    private static readonly TimeSpan EventInterval = TimeSpan.FromSeconds(1);

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

    /// <param name="container">Null: the first; of a distributed task, worker-0. <see cref="LogKey.Merged"/>: all of them in the order of their times.</param>
    /// <exception cref="RefusedException">The attempt's pod has no such container.</exception>
    public LogKey LogOf(TaskAttempt attempt, string? container)
    {
        var pod = PodSpecJson.Read(attempt.Manifest);
        var containers = pod.Resource is null ? pod.LogNames : store.ListContainers(attempt.Key);
        if (container is null && containers is [])
        {
            // None of the object's pods has begun; nothing is there to read yet.
            return new LogKey(attempt.Key, ContainerSpec.MainName);
        }

        var name = container ?? containers[0];
        return containers.Contains(name) || (name == LogKey.Merged && (pod.Resource is not null || containers.Count > 1))
            ? new LogKey(attempt.Key, name)
            : throw new RefusedException(
                RefusalKind.NotFound, "container_not_found", $"Task '{attempt.Key.Task}' has no container '{name}'.", $"Its containers are {string.Join(", ", containers)}.");
    }

    /// <summary>A log that a page shows: of an attempt, or of an elastic job's instance, which lies under an id of its own as if it were a run.</summary>
    /// <exception cref="RefusedException">There is none of that name.</exception>
    public async Task<LogKey> FindLogAsync(string project, Guid run, string task, int? attempt, string? container, CancellationToken cancellationToken) =>
        task is ServiceLabels.InstanceKind or ServiceLabels.FrontEndKind && instances.Find(new RunId(run)) is { } log && log.Project == project && log.Kind == task
            ? LogOf(log, container)
            : LogOf(await FindAttemptAsync(project, run, task, attempt, cancellationToken), container);

    /// <param name="container">Null: main, with the init command's output. <see cref="LogKey.Merged"/>: all of them in the order of their times.</param>
    /// <exception cref="RefusedException">The instance has no such container, or it has written nothing yet.</exception>
    public LogKey LogOf(InstanceLog log, string? container)
    {
        var containers = store.ListContainers(log.Key);
        return container is null or ContainerSpec.MainName or LogKey.Merged || containers.Contains(container)
            ? new LogKey(log.Key, container ?? ContainerSpec.MainName)
            : throw new RefusedException(
                RefusalKind.NotFound, "container_not_found", $"The instance '{log.Instance}' has no log of a container '{container}'.", containers.Count == 0 ? "It has written nothing yet." : $"Its containers are {string.Join(", ", containers)}.");
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
        var told = await events.ReadAsync(attempt.Key, cancellationToken);
        yield return new SampleWire([], Limits(attempt), false, Wire(told));
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var batches = samples.WatchAsync(attempt.Key, since, closing.Token).GetAsyncEnumerator(closing.Token);
        var batch = batches.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                // A pod that waits has no samples, but much to say.
                var isLate = await Task.WhenAny(batch, Task.Delay(EventInterval, time, closing.Token)) != batch;
                if (!isLate && !await batch)
                {
                    break;
                }

                var now = await events.ReadAsync(attempt.Key, cancellationToken);
                var news = now.SequenceEqual(told) ? null : Wire(now);
                told = now;
                if (!isLate || news is not null)
                {
                    yield return new SampleWire(isLate ? [] : [.. batches.Current.Select(SamplePointWire.From)], null, false, news);
                }

                batch = isLate ? batch : batches.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may not be left in the middle of a step.
            await closing.CancelAsync();
            await ((Task)batch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        yield return new SampleWire([], null, true, Wire(await events.ReadAsync(attempt.Key, cancellationToken)));
    }

    private static IReadOnlyList<TaskEventWire>? Wire(IReadOnlyList<TaskEvent> events) => events.Count == 0 ? null : [.. events.Select(TaskEventWire.From)];

    private static SampleLimitsWire Limits(TaskAttempt attempt) =>
        SampleLimitsWire.From(PodSpecJson.Read(attempt.Manifest).Containers is [var first, ..] ? first.Resources : ResourceRequirements.None);
}
