using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>Reads a service's sink on, once for all tasks that are followed, and hands each what is its own.</summary>
/// <param name="next">Index from which on it has not been read.</param>
internal sealed class SinkReader(long next)
{
    private const int AtOnce = 64;

    private static readonly Dictionary<string, string> Everything = [];

    private long _next = next;

    /// <summary>Nothing was wanted of it so far.</summary>
    public static SinkReader AtEnd { get; } = new(long.MaxValue);

    /// <summary>One that leaves out nothing that is wanted.</summary>
    public SinkReader Beginning(IReadOnlyList<QueuedPod> pods) => pods.Min(pod => pod.Next) is var first && first < _next ? new SinkReader(first) : this;

    public async Task ReadAsync(IQueueStream sink, IReadOnlyList<QueuedPod> pods, Action<QueuedPod, PodStatus> change, CancellationToken cancellationToken)
    {
        var byName = pods.ToDictionary(pod => pod.Name, StringComparer.Ordinal);
        // What comes behind it meanwhile is not whole yet.
        var settled = sink.Describe().SettledIndex;
        while (_next <= settled)
        {
            var frames = await sink.GetAsync(_next, AtOnce, Everything, null, TimeSpan.Zero, delete: false, cancellationToken);
            var usable = frames.Where(frame => frame.Index <= settled).ToList();
            foreach (var frame in usable)
            {
                if (byName.GetValueOrDefault(frame.Tags.GetValueOrDefault(TaskTags.RequestId, "")) is not { } pod || frame.Index < pod.Next || pod.Status.IsTerminal)
                    continue;
                Take(pod, frame, change);
                // At once: if the next one can't be taken in, this one is not to come again.
                pod.Next = frame.Index + 1;
            }

            _next = usable.Count == AtOnce ? usable[^1].Index + 1 : settled + 1;
            foreach (var pod in pods.Where(pod => !pod.Status.IsTerminal && pod.Next < _next))
                pod.Next = _next;
        }
    }

    private static void Take(QueuedPod pod, QueueFrame frame, Action<QueuedPod, PodStatus> change)
    {
        switch (frame.Tags.GetValueOrDefault(TaskTags.Kind))
        {
            case TaskTags.LogKind:
                pod.Log.Append(frame.Tags.GetValueOrDefault(TaskTags.Stream) == TaskTags.ErrorStream, frame.Data.Span);
                pod.Log.Reached(frame.Index + 1);
                break;
            case TaskTags.ProgressKind when ProgressOf(frame) is { } progress:
                change(pod, pod.Status with { Progress = progress });
                break;
            case TaskTags.ResultKind:
                End(pod, frame, change);
                break;
        }
    }

    /// <summary>The position stays before the result: until the run has taken the end in, it is to be found again.</summary>
    private static void End(QueuedPod pod, QueueFrame result, Action<QueuedPod, PodStatus> change)
    {
        pod.Log.Reached(result.Index);
        if (pod.Task.Type == TaskRules.Query)
        {
            pod.Log.Append(isError: false, QueueTaskEnd.TextOf(result) is null ? Encoding.UTF8.GetBytes($"[{result.Data.Length} bytes]\n") : result.Data.Span);
            if (result.Data.Length > QueueTaskEnd.MaximumOutput)
                pod.Log.Append(isError: true, Encoding.UTF8.GetBytes($"The answer has {result.Data.Length} bytes and outputs have at most {QueueTaskEnd.MaximumOutput}, so it is here alone.\n"));
        }
        else if (pod.Log.IsEmpty)
        {
            // The service keeps logs out of its sink, or there was none.
            pod.Log.Append(isError: false, Encoding.UTF8.GetBytes(QueueTaskEnd.TailOf(result)));
        }

        change(pod, QueueTaskEnd.Of(pod.Status, pod.Task, result, pod.Log.LastLine()));
    }

    private static PodProgress? ProgressOf(QueueFrame frame) =>
        SinkJson.NumberOf(frame.Data, "progress") is { } share ? new PodProgress(share, SinkJson.TextOf(frame.Data, "message") ?? "") : null;
}
