using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Logs;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Has the logs of services' pods collected while they run, and noted so that they are found when the pods are gone.</summary>
internal sealed class PodLogs(IInstanceLogs logs, LogCollector collector, IPodRuntime runtime, TimeProvider time)
{
    /// <summary>Before the pod is started.</summary>
    public void Begin(PodSpec pod)
    {
        if (Of(pod.Name, pod.Labels, time.GetUtcNow()) is { } log)
            logs.Begin(log);
    }

    public void Follow(PodStatus pod)
    {
        if (Of(pod.Name, pod.Labels, default) is { } log)
            collector.Follow(log.Key, log.Kind == ServiceLabels.InstanceKind ? [ContainerSpec.MainName, InstancePods.Worker] : [ContainerSpec.MainName]);
    }

    /// <summary>The pod has ended: its log is completed. Again: a no-op.</summary>
    public async Task EndAsync(PodStatus pod, CancellationToken cancellationToken)
    {
        await runtime.DrainLogsAsync(pod.Name, cancellationToken);
        if (Of(pod.Name, pod.Labels, default) is { } log)
            await EndAsync(log, cancellationToken);
    }

    /// <summary>The same where the pod is gone and nothing is left to drain.</summary>
    public async Task EndAsync(InstanceLog log, CancellationToken cancellationToken)
    {
        await collector.CompleteAsync(log.Key, cancellationToken);
        logs.End(log.Service, log.Instance, time.GetUtcNow());
    }

    /// <summary>Null: its labels name no log.</summary>
    private static InstanceLog? Of(string pod, IReadOnlyDictionary<string, string> labels, DateTimeOffset begunAt) =>
        labels.GetValueOrDefault(ServiceLabels.Service) is { } service && labels.GetValueOrDefault(PodLabels.Kind) is { } kind && Guid.TryParseExact(labels.GetValueOrDefault(ServiceLabels.Log), "N", out var id)
            ? new InstanceLog(labels.GetValueOrDefault(PodLabels.Project, ""), service, pod, kind, new RunId(id), begunAt)
            : null;
}
