using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;

namespace ElasticJobs.Scheduler.Tests.Runs;

internal sealed class FakeObserver : IAttemptObserver
{
    private readonly ConcurrentQueue<string> _told = [];

    /// <summary><c>started a-1</c>, <c>ended a-1</c>.</summary>
    public IReadOnlyList<string> Told => [.. _told];

    /// <summary>Called by each end; may throw or wait.</summary>
    public Func<TaskAttempt, Task> OnEnded { get; set; } = _ => Task.CompletedTask;

    public PodSpec? LastPod { get; private set; }

    public void Started(TaskAttempt attempt, PodSpec pod)
    {
        LastPod = pod;
        _told.Enqueue($"started {attempt.Key.Task}-{attempt.Key.Number}");
    }

    public async Task EndedAsync(TaskAttempt attempt, CancellationToken cancellationToken)
    {
        await OnEnded(attempt);
        _told.Enqueue($"ended {attempt.Key.Task}-{attempt.Key.Number}");
    }
}
