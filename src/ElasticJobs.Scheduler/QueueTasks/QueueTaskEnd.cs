using System.Globalization;
using System.Text;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.QueueTasks;

/// <summary>What becomes of a task's pod when the task has ended.</summary>
internal static class QueueTaskEnd
{
    /// <summary>Bytes of outputs, as for other tasks.</summary>
    public const int MaximumOutput = 4096;

    private const int TimedOut = 408;
    private const int WordsLength = 300;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>By its result.</summary>
    /// <param name="lastLine">Of what a command wrote.</param>
    public static PodStatus Of(PodStatus status, QueueTask task, QueueFrame result, string lastLine)
    {
        var (code, last) = (Number(result, TaskTags.ExitCode), Number(result, TaskTags.LastCode));
        var duration = TimeSpan.FromMilliseconds(Number(result, TaskTags.Duration) ?? 0);
        var ended = status with { Phase = PodPhase.Failed, QueuePlace = null, Message = null, StartedAt = status.StartedAt ?? result.PutAt - duration, FinishedAt = result.PutAt, ExitCode = code };
        return (code, last) switch
        {
            (null or 0, null) => ended with { Phase = PodPhase.Succeeded, Outputs = OutputsOf(task, result, lastLine) },
            (_, TimedOut) => ended with { Reason = PodStatus.DeadlineExceeded, Message = $"It took longer than its timeout of {task.Tags.GetValueOrDefault(TaskTags.Timeout, "its own")}." },
            ({ } wrong, _) when wrong != 0 => ended,
            _ => ended with { Reason = PodStatus.QueueTaskFailed, Message = task.Type == TaskRules.Query ? $"The query was answered with {last}: {Words(result)}" : Words(result) },
        };
    }

    /// <summary>By how it left the queue, without a result.</summary>
    /// <param name="dead">Why it is a dead letter. Null: it is none.</param>
    public static PodStatus Of(PodStatus status, QueueTask task, FrameOutcome? outcome, QueueFrame? dead, DateTimeOffset now)
    {
        var ended = status with { Phase = PodPhase.Failed, QueuePlace = null, Message = null, FinishedAt = now };
        return outcome switch
        {
            // The only good answer that has no result is an empty one.
            FrameOutcome.Committed when task.Type == TaskRules.Query => ended with
            {
                Phase = PodPhase.Succeeded,
                StartedAt = status.StartedAt ?? now,
                Outputs = new Dictionary<string, string> { ["result"] = "" },
            },
            FrameOutcome.Committed => ended with
            {
                Phase = PodPhase.Lost,
                Message = $"It is done, but somebody else has taken its result out of the sink of service '{task.Service}'. Let other clients of the sink ask for their own request ids.",
            },
            FrameOutcome.Dead => ended with
            {
                Reason = PodStatus.DeadLetter,
                Message = $"It failed {dead?.Deliveries} times and is a dead letter of service '{task.Service}'. {dead?.Reason}".TrimEnd(),
            },
            FrameOutcome.Deleted => ended with
            {
                Reason = PodStatus.Deleted,
                Message = $"It was taken out of the queue of service '{task.Service}': somebody cancelled it, or the queue was full and let go of its oldest.",
            },
            _ => Gone(ended, task, now),
        };
    }

    public static PodStatus Gone(PodStatus status, QueueTask task, DateTimeOffset now) => status with
    {
        Phase = PodPhase.Lost,
        QueuePlace = null,
        FinishedAt = now,
        Message = $"The queue of service '{task.Service}' does not know it any more; nobody knows how it ended. The service was deleted meanwhile, or remembers too shortly what is done (queue.keep_done_hours).",
    };

    /// <summary>Its payload as text, for people. Null: it is none.</summary>
    public static string? TextOf(QueueFrame frame)
    {
        try
        {
            return Strict.GetString(frame.Data.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The end of what a command wrote.</summary>
    /// <returns>Empty: there is none, e.g. in a worker's own sentence, or where it was cut to what the queue takes.</returns>
    public static string TailOf(QueueFrame result) => SinkJson.TextOf(result.Data, "outputTail") ?? "";

    private static Dictionary<string, string> OutputsOf(QueueTask task, QueueFrame result, string lastLine)
    {
        var outputs = new Dictionary<string, string>(StringComparer.Ordinal);
        if ((task.Type == TaskRules.Query ? TextOf(result) : lastLine) is { } text && Encoding.UTF8.GetByteCount(text) <= MaximumOutput)
            outputs["result"] = text.Trim();
        if (result.Tags.TryGetValue(TaskTags.Status, out var status))
            outputs["status"] = status;
        return outputs;
    }

    private static string Words(QueueFrame result) => TextOf(result) switch
    {
        null => $"{result.Data.Length} bytes.",
        { Length: > WordsLength } text => text[..WordsLength] + "…",
        var text => text.Trim(),
    };

    private static int? Number(QueueFrame frame, string tag) =>
        frame.Tags.TryGetValue(tag, out var text) && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
