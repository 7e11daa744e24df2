using ElasticJobs.Core.Pods;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>A task in a queue that is followed.</summary>
/// <param name="service">When its service was made: another of the same name does not have it.</param>
/// <param name="index">In the service's input.</param>
internal sealed class QueuedPod(PodSpec pod, DateTimeOffset service, long index, SinkLog log, PodStatus status)
{
    public string Name => pod.Name;

    public PodSpec Spec => pod;

    public QueueTask Task => pod.QueueTask!;

    public DateTimeOffset ServiceMadeAt => service;

    public long Index => index;

    /// <summary>Used by the service's loop alone.</summary>
    public SinkLog Log => log;

    /// <summary>Index of the sink from which on its frames are to be taken in; the same.</summary>
    public long Next { get; set; } = log.Next;

    /// <summary>When its place in the queue was told last; the same.</summary>
    public DateTimeOffset? PlaceToldAt { get; set; }

    /// <summary>Changed under the lock of <see cref="QueuedPods"/>.</summary>
    public PodStatus Status { get; set; } = status;
}
