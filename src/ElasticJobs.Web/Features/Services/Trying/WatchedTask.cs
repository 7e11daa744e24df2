using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.Trying;

/// <summary>A task from its put to its result, as its queue and its reports in the output tell.</summary>
/// <param name="since">Index of the output from which its reports may be. Null: unknown, and the last ones are looked through.</param>
internal sealed class WatchedTask(long index, string requestId, long? since)
{
    private const int AtOnce = 100;
    private const int LookedBack = 1000;
    private long? _next = since;
    private Task? _move;
    private long _taken = -1;

    public long Index { get; } = index;

    public string RequestId { get; } = requestId;

    public TaskPhase Phase { get; private set; }

    /// <summary>Frames that are likely to be given away before it.</summary>
    public long Ahead { get; private set; }

    /// <summary>About how long it still waits. Null: there is nothing to tell it from.</summary>
    public TimeSpan? Wait { get; private set; }

    public string? Holder { get; private set; }

    /// <summary>From 0 to 1. Null: it tells none.</summary>
    public double? Progress { get; private set; }

    public string ProgressWords { get; private set; } = "";

    public TaskLog Log { get; } = new();

    public QueueFrame? Result { get; private set; }

    public string? DeadReason { get; private set; }

    public bool IsOver => Phase is not (TaskPhase.Waiting or TaskPhase.Running);

    public static string Address(string service, long index, string requestId, long? since) =>
        FormattableString.Invariant($"/services/{service}?tab=try&task={index}&request={Uri.EscapeDataString(requestId)}") + (since is { } from ? FormattableString.Invariant($"&since={from}") : "");

    /// <returns>True: something shown has changed.</returns>
    public async Task<bool> LookAsync(IServiceQueue queue, CancellationToken cancellationToken)
    {
        if (IsOver)
            return false;
        // Before its reports: what is gone by now has its result in the output already.
        var standing = queue.Input.StandingOf(Index);
        var isChanged = await ReadOutputAsync(queue.Output, cancellationToken);
        var phase = Result is { } result
            ? result.Tags.ContainsKey("lastCode") ? TaskPhase.Failed : TaskPhase.Succeeded
            : standing switch
            {
                { Holder: not null } => TaskPhase.Running,
                not null => TaskPhase.Waiting,
                null => await FindEndAsync(queue, cancellationToken),
            };
        var now = (phase, standing?.Ahead ?? 0, standing?.Wait, standing?.Holder ?? Holder);
        isChanged |= now != (Phase, Ahead, Wait, Holder);
        (Phase, Ahead, Wait, Holder) = now;
        return isChanged;
    }

    private async Task<TaskPhase> FindEndAsync(IServiceQueue queue, CancellationToken cancellationToken)
    {
        var (outcome, isOpen) = await queue.Input.FateOfAsync(Index, cancellationToken);
        // How it ends is being stored.
        if (isOpen)
            return Phase;
        switch (outcome)
        {
            case FrameOutcome.Committed:
                return TaskPhase.Taken;
            case FrameOutcome.Deleted:
                return TaskPhase.Cancelled;
            case FrameOutcome.Dead:
                var dead = await queue.DeadLetters.GetAsync(0, 1, new Dictionary<string, string> { [TaskTags.RequestId] = RequestId }, null, TimeSpan.Zero, delete: false, cancellationToken);
                DeadReason = dead is [var letter] ? letter.Reason : null;
                return TaskPhase.Dead;
            default:
                return TaskPhase.Gone;
        }
    }

    private async Task<bool> ReadOutputAsync(IQueueStream output, CancellationToken cancellationToken)
    {
        if (_move is { IsCompleted: false })
            return false;
        _move = output.NextMove;
        var last = output.Describe().LastIndex;
        var isChanged = false;
        for (long? next = _next ?? Math.Max(0, last - LookedBack); next is { } from;)
        {
            var frames = await output.GetAsync(from, AtOnce, new Dictionary<string, string> { [TaskTags.RequestId] = RequestId }, null, TimeSpan.Zero, delete: false, cancellationToken);
            foreach (var frame in frames)
                Take(frame);
            isChanged |= frames.Count > 0;
            _taken = frames.Count > 0 ? frames[^1].Index : _taken;
            next = frames.Count == AtOnce ? _taken + 1 : null;
        }

        // A frame gets its index before it is stored, so those of others may be there earlier; a task's own come one after the other.
        _next = Math.Max(Math.Max(_next ?? 0, _taken + 1), last - AtOnce);
        return isChanged;
    }

    private void Take(QueueFrame frame)
    {
        switch (frame.Tags.GetValueOrDefault("kind"))
        {
            case "log":
                Log.Add(frame.Tags.GetValueOrDefault("stream", "stdout"), frame.Data.Span);
                break;
            case "progress" when SinkJson.NumberOf(frame.Data, "progress") is { } share:
                (Progress, ProgressWords) = (share, SinkJson.TextOf(frame.Data, "message") ?? "");
                break;
            case "progress":
                // Not a worker's.
                break;
            case "state":
                break;
            default:
                // Also what a server of its own puts there without saying what it is.
                Result = frame;
                Log.End();
                break;
        }
    }
}
