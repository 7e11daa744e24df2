using ElasticJobs.Core.Pods;
using ElasticJobs.Scheduler.Leadership;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Starts, stops and clears away pods of a service, in the background: a runtime that is slow must not keep the next decision waiting.</summary>
internal sealed partial class PodHands(ServicePods pods, IPodRuntime runtime, PodLogs logs, Lead lead, TimeProvider time, Action changed, ILogger logger)
{
    /// <summary>How many that have failed are kept, for people to look at.</summary>
    private const int KeptFailures = 3;

    private static readonly TimeSpan RemovalRetry = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _work = [];

    public void Start(PodSpec pod)
    {
        pods.Starting(pod, time.GetUtcNow());
        Run(async () =>
        {
            try
            {
                await lead.WaitUntilSureAsync(CancellationToken.None);
                logs.Begin(pod);
                await runtime.StartAsync(pod, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogNotStarted(pod.Name, exception);
                pods.NotStarted(pod.Name, exception.Message, time.GetUtcNow());
                changed();
            }
        });
    }

    /// <returns>False: it was told before.</returns>
    public bool Stop(string pod, TimeSpan grace)
    {
        if (!pods.TryStop(pod))
            return false;
        Run(async () =>
        {
            try
            {
                await lead.WaitUntilSureAsync(CancellationToken.None);
                await runtime.StopAsync(pod, grace, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogNotStopped(pod, exception);
                pods.NotStopped(pod);
            }
        });
        return true;
    }

    /// <summary>The runtime tells of a pod: what it writes is collected, and completed once it has ended.</summary>
    public void Seen(PodStatus pod)
    {
        if (!pod.IsTerminal)
        {
            logs.Follow(pod);
            return;
        }

        Run(async () =>
        {
            try
            {
                await logs.EndAsync(pod, CancellationToken.None);
            }
            catch (Exception exception)
            {
                // Before it is removed it is tried again.
                LogNotComplete(pod.Name, exception);
            }
        });
    }

    /// <summary>Clears away what has ended; of those that failed the newest stay for a while.</summary>
    public void Sweep(string kind)
    {
        var ended = pods.Of(kind).Where(pod => pod.Status.IsTerminal).ToList();
        // Of each front end: how long it waits for its next start is told by those.
        var failures = ended.Where(pod => !pod.IsStopping && !pod.IsDraining && pod.Status.Phase != PodPhase.Succeeded)
            .GroupBy(pod => pod.FrontEnd, StringComparer.Ordinal).SelectMany(pods => pods.TakeLast(KeptFailures)).Select(pod => pod.Name).ToHashSet();
        foreach (var pod in ended.Where(pod => !failures.Contains(pod.Name)))
            Remove(pod);
    }

    /// <summary>Waits for what is under way.</summary>
    public async Task FinishAsync()
    {
        Task[] work;
        lock (_gate)
            work = [.. _work];
        await Task.WhenAll(work);
    }

    private void Remove(ServicePod pod)
    {
        // Once: from here on it is nobody's.
        pods.Removed(pod.Name);
        if (!pod.IsInRuntime)
            return;
        Run(async () =>
        {
            try
            {
                await logs.EndAsync(pod.Status, CancellationToken.None);
                await runtime.RemoveAsync(pod.Name, CancellationToken.None);
            }
            catch (Exception exception)
            {
                LogNotRemoved(pod.Name, exception);
                _ = ReturnAsync(pod);
            }
        });
    }

    /// <summary>The next sweep tries again.</summary>
    private async Task ReturnAsync(ServicePod pod)
    {
        await Task.Delay(RemovalRetry, time, CancellationToken.None);
        pods.Return(pod);
        changed();
    }

    private void Run(Func<Task> act)
    {
        var task = Task.Run(act);
        lock (_gate)
            _work.Add(task);
        _ = task.ContinueWith(
            done =>
            {
                lock (_gate)
                    _work.Remove(done);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    [LoggerMessage(LogLevel.Warning, "Pod {Pod} could not be started.")]
    private partial void LogNotStarted(string pod, Exception exception);

    [LoggerMessage(LogLevel.Warning, "Pod {Pod} could not be stopped; tried again.")]
    private partial void LogNotStopped(string pod, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The log of pod {Pod} could not be completed; tried again later.")]
    private partial void LogNotComplete(string pod, Exception exception);

    [LoggerMessage(LogLevel.Warning, "What is left of pod {Pod} could not be removed; tried again later.")]
    private partial void LogNotRemoved(string pod, Exception exception);
}
