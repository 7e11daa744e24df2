using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler.Queues;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>
/// Follows the tasks that runs have in one service's queue, all in one loop: where they stand in the input, and what the sink has of them. It reads the sink as a bystander, so that it takes nothing from other clients.
/// </summary>
/// <param name="change">Gives a pod another status, unless it has ended.</param>
internal sealed partial class ServiceTasks(string name, IDeploymentDirectory services, IQueueHost host, TimeProvider time, Action<QueuedPod, PodStatus> change, ILogger logger)
{
    /// <summary>At the latest: what is not told by a signal is that the service was stopped or deleted.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <summary>Many moves of the queue are one look.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, QueuedPod> _pods = new(StringComparer.Ordinal);
    private readonly Signal _added = new();
    private SinkReader _sink = SinkReader.AtEnd;

    public void Follow(QueuedPod pod)
    {
        lock (_gate)
            _pods[pod.Name] = pod;
        _added.Set();
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                while (true)
                {
                    var added = _added.Next;
                    var followed = await TickAsync(cancellationToken);
                    failures = 0;
                    await (followed is { } moved ? Task.WhenAny(added, moved, Task.Delay(LookAgain, time, cancellationToken)) : added).WaitAsync(cancellationToken);
                    await Task.Delay(Rest, time, cancellationToken);
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var delay = Backoff.After(failures + 1);
                LogFailed(name, delay, exception);
                await Task.Delay(delay, time, cancellationToken);
            }
        }
    }

    /// <returns>What ends with the queue's next move. Null: nothing is followed.</returns>
    private async Task<Task?> TickAsync(CancellationToken cancellationToken)
    {
        var pods = Followed();
        if (pods.Count == 0)
        {
            // What comes until the next task is there is nobody's here.
            _sink = SinkReader.AtEnd;
            return null;
        }

        var service = (await services.GetAsync(cancellationToken)).Services.GetValueOrDefault(name);
        foreach (var pod in pods.Where(pod => pod.ServiceMadeAt != service?.CreatedAt))
            change(pod, QueueTaskEnd.Gone(pod.Status, pod.Task, time.GetUtcNow()));
        pods = Followed();
        if (service is null || pods.Count == 0)
            return null;
        var queue = await host.OpenAsync(name, service.Spec.Queue, name, cancellationToken);
        var moved = Task.WhenAny(queue.Input.NextMove, queue.Output.NextMove);
        // First the input: what has left it has its result in the sink by then.
        var standings = pods.Select(pod => (pod, queue.Input.StandingOf(pod.Index))).ToList();
        var waiting = queue.Input.Describe().Groups.FirstOrDefault(group => group.Name == name)?.Waiting ?? 0;
        _sink = _sink.Beginning(pods);
        await _sink.ReadAsync(queue.Output, pods, change, cancellationToken);
        foreach (var (pod, standing) in standings.Where(entry => !entry.pod.Status.IsTerminal))
        {
            if (standing is { } found)
                Stands(pod, found, waiting, service);
            else
                await EndAsync(pod, queue, cancellationToken);
        }

        return moved;
    }

    private List<QueuedPod> Followed()
    {
        lock (_gate)
        {
            foreach (var ended in _pods.Values.Where(pod => pod.Status.IsTerminal).ToList())
                _pods.Remove(ended.Name);
            return [.. _pods.Values];
        }
    }

    private void Stands(QueuedPod pod, FrameStanding standing, long waiting, Deployment service)
    {
        var (status, now) = (pod.Status, time.GetUtcNow());
        if (standing.Holder is { } instance)
        {
            if (status.Phase != PodPhase.Running || status.Node != instance)
                change(pod, status with { Phase = PodPhase.Running, StartedAt = status.StartedAt ?? now, Node = instance, QueuePlace = null, Message = null });
        }
        else if (status.Phase == PodPhase.Pending && !(now - pod.PlaceToldAt < LookAgain))
        {
            pod.PlaceToldAt = now;
            var told = service.IsStopped
                ? status with { QueuePlace = null, Message = $"The service '{name}' is stopped. It waits in the queue until somebody starts the service." }
                : status with { QueuePlace = new QueuePlace(name, standing.Ahead + 1, Math.Max(waiting, standing.Ahead + 1), standing.Wait), Message = null };
            if (told != status)
                change(pod, told);
        }
    }

    /// <summary>It has left the queue, and the sink had no result.</summary>
    private async Task EndAsync(QueuedPod pod, IServiceQueue queue, CancellationToken cancellationToken)
    {
        var (outcome, isOpen) = await queue.Input.FateOfAsync(pod.Index, cancellationToken);
        // How it ends is being stored, e.g. as a dead letter. The queue moves again then.
        if (isOpen)
            return;
        var own = new Dictionary<string, string> { [TaskTags.RequestId] = pod.Name };
        var dead = outcome == FrameOutcome.Dead ? await queue.DeadLetters.GetAsync(0, 1, own, null, TimeSpan.Zero, delete: false, cancellationToken) : [];
        change(pod, QueueTaskEnd.Of(pod.Status, pod.Task, outcome, dead is [var letter] ? letter : null, time.GetUtcNow()));
    }

    [LoggerMessage(LogLevel.Warning, "Tasks in the queue of service {Service} could not be looked at; tried again in {Delay}.")]
    private partial void LogFailed(string service, TimeSpan delay, Exception exception);
}
