using ElasticJobs.Core;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>
/// Pods that are tasks of elastic jobs, on the console that leads. What is known of them is in the queues: after a restart whoever has the runs starts each pod again, and it is found by its name.
/// </summary>
internal sealed class QueuedPods : IAsyncDisposable
{
    private const string QueueFull = "queue_full";

    private readonly Lock _gate = new();
    private readonly IDeploymentDirectory _services;
    private readonly IQueueHost _host;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PodWatchers _watchers;
    private readonly Dictionary<string, QueuedPod> _pods = new(StringComparer.Ordinal);

    /// <summary>Of attempts of an earlier console that are not followed yet.</summary>
    private readonly Dictionary<string, PodSpec> _expected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ServiceTasks Tasks, Task Loop)> _loops = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();

    public QueuedPods(IDeploymentDirectory services, IQueueHost host, TimeProvider time, ILogger<QueuedPods> logger)
    {
        (_services, _host, _time, _logger) = (services, host, time, logger);
        _watchers = new PodWatchers(_gate);
    }

    /// <summary>An attempt of an earlier console, which may be in its queue. It will be started again, or stopped.</summary>
    public void Expect(PodSpec pod)
    {
        lock (_gate)
        {
            if (!_pods.ContainsKey(pod.Name))
                _expected[pod.Name] = pod;
        }
    }

    public bool Knows(string pod)
    {
        lock (_gate)
            return _pods.ContainsKey(pod) || _expected.ContainsKey(pod);
    }

    /// <summary>Puts the task into its queue, unless it is or was there, and follows it.</summary>
    /// <param name="hasRun">It is known to have run: it is looked for, but never put again.</param>
    /// <exception cref="PodStartException">The service does not take it.</exception>
    public async Task StartAsync(PodSpec pod, bool hasRun, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_pods.ContainsKey(pod.Name))
                return;
        }

        var task = pod.QueueTask!;
        if (await FindServiceAsync(pod, cancellationToken) is not { } service)
        {
            if (!hasRun)
                throw Refused($"There is no elastic job '{task.Service}' in this project. Deploy it, or name another in the task.");
            Add(new QueuedPod(pod, default, 0, new SinkLog(pod.LogDirectory, 0), QueueTaskEnd.Gone(New(pod), task, _time.GetUtcNow())), null);
            return;
        }

        var queue = await _host.OpenAsync(service.Name, service.Spec.Queue, service.Name, cancellationToken);
        // Before the put: what comes of it has a higher index.
        var log = new SinkLog(pod.LogDirectory, queue.Output.Describe().LastIndex + 1);
        var index = (await queue.Input.FindAsync(pod.Name, cancellationToken))?.Index;
        if (index is null && !hasRun)
            index = await PutAsync(pod, service, queue, cancellationToken);
        var status = index is null ? QueueTaskEnd.Gone(New(pod), task, _time.GetUtcNow()) : New(pod);
        Add(new QueuedPod(pod, service.CreatedAt, index ?? 0, log, status), status.IsTerminal ? null : service);
    }

    /// <summary>Cancels it: nobody begins with it any more, and an instance that has it stops it. Ended: a no-op.</summary>
    public async Task StopAsync(string name, CancellationToken cancellationToken)
    {
        var (pod, spec) = Find(name);
        if (pod is { Status.IsTerminal: true } || spec is null)
            return;
        // Another service of the same name has somebody else's task at that index.
        if (await FindServiceAsync(spec, cancellationToken) is { } service && (pod is null || service.CreatedAt == pod.ServiceMadeAt))
        {
            var queue = await _host.OpenAsync(service.Name, service.Spec.Queue, service.Name, cancellationToken);
            var index = pod?.Index ?? (await queue.Input.FindAsync(name, cancellationToken))?.Index;
            var wasThere = index is { } there && await queue.Input.DeleteAsync([there], cancellationToken) > 0;
            // One that is done already is told by who follows it.
            if (pod is not null && !wasThere)
                return;
        }

        pod ??= Add(new QueuedPod(spec, default, 0, new SinkLog(spec.LogDirectory, 0), New(spec)), null);
        Change(pod, pod.Status with { Phase = PodPhase.Failed, QueuePlace = null, Message = null, FinishedAt = _time.GetUtcNow() });
    }

    /// <summary>Forgets one that has ended, and frees what it has in the sink.</summary>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var (pod, spec) = Find(name);
        if (pod is { Status.IsTerminal: false })
            throw new InvalidOperationException($"Pod {name} is in a queue.");
        if (pod is not null && await FindServiceAsync(spec!, cancellationToken) is { } service && service.CreatedAt == pod.ServiceMadeAt)
            await ClearSinkAsync(pod, service, cancellationToken);
        lock (_gate)
        {
            _pods.Remove(name);
            _expected.Remove(name);
        }
    }

    public IAsyncEnumerable<PodEvent> WatchAsync(CancellationToken cancellationToken) => _watchers.WatchAsync(() => _pods.Values.Select(pod => pod.Status), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        List<Task> loops;
        lock (_gate)
            loops = [.. _loops.Values.Select(loop => loop.Loop)];
        await Task.WhenAll(loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task<long> PutAsync(PodSpec pod, Deployment service, IServiceQueue queue, CancellationToken cancellationToken)
    {
        try
        {
            TaskRules.Check(service, pod.QueueTask!.Type);
            return (await queue.Input.PutAsync(QueueTaskPut.Of(pod), cancellationToken)).Index;
        }
        catch (RefusedException refused) when (refused.Code == QueueFull)
        {
            // It is tried again, and meanwhile people see why it waits.
            lock (_gate)
                _watchers.Tell(New(pod) with { Message = $"{refused.Message} It is tried again by itself." });
            throw;
        }
        catch (RefusedException refused)
        {
            throw Refused($"{refused.Message} {refused.Fix}");
        }
    }

    private async Task ClearSinkAsync(QueuedPod pod, Deployment service, CancellationToken cancellationToken)
    {
        const int AtOnce = 256;
        var sink = (await _host.OpenAsync(service.Name, service.Spec.Queue, service.Name, cancellationToken)).Output;
        var own = new Dictionary<string, string> { [TaskTags.RequestId] = pod.Name };
        while (await sink.GetAsync(pod.Log.First, AtOnce, own, null, TimeSpan.Zero, delete: false, cancellationToken) is { Count: > 0 } frames)
            await sink.DeleteAsync([.. frames.Select(frame => frame.Index)], cancellationToken);
    }

    private async Task<Deployment?> FindServiceAsync(PodSpec pod, CancellationToken cancellationToken) =>
        (await _services.GetAsync(cancellationToken)).Services.GetValueOrDefault(pod.QueueTask!.Service) is { } service && service.Project == pod.Labels.GetValueOrDefault(PodLabels.Project) ? service : null;

    private (QueuedPod? Pod, PodSpec? Spec) Find(string name)
    {
        lock (_gate)
            return _pods.TryGetValue(name, out var pod) ? (pod, pod.Spec) : (null, _expected.GetValueOrDefault(name));
    }

    /// <param name="service">Null: there is nothing to follow.</param>
    private QueuedPod Add(QueuedPod pod, Deployment? service)
    {
        lock (_gate)
        {
            _expected.Remove(pod.Name);
            _pods[pod.Name] = pod;
            _watchers.Tell(pod.Status);
            if (service is null)
                return pod;
            if (!_loops.TryGetValue(service.Name, out var loop))
            {
                var tasks = new ServiceTasks(service.Name, _services, _host, _time, Change, _logger);
                _loops[service.Name] = loop = (tasks, Task.Run(() => tasks.RunAsync(_stopping.Token)));
            }

            loop.Tasks.Follow(pod);
            return pod;
        }
    }

    private void Change(QueuedPod pod, PodStatus status)
    {
        lock (_gate)
        {
            if (pod.Status.IsTerminal)
                return;
            pod.Status = status;
            _watchers.Tell(status);
        }
    }

    private static PodStatus New(PodSpec pod) => new() { Name = pod.Name, Phase = PodPhase.Pending, Labels = pod.Labels };

    private static PodStartException Refused(string message) => new(PodStatus.StartError, message);
}
