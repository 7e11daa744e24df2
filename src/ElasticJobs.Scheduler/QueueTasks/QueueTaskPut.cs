using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>What is put into the queue for a pod.</summary>
internal static class QueueTaskPut
{
    public static FramePut Of(PodSpec pod)
    {
        var task = pod.QueueTask!;
        var tags = new Dictionary<string, string>(task.Tags, StringComparer.Ordinal) { [TaskRules.TypeTag] = task.Type };
        // What waits here keeps other pods from being started and stopped; what is refused is tried again.
        return new FramePut(Encoding.UTF8.GetBytes(task.Payload), tags, pod.Name, task.Priority, task.Tags.GetValueOrDefault(TaskRules.TenantTag, "")) { MayWait = false };
    }
}
