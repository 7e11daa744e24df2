namespace ElasticJobs.Core.Queues;

/// <summary>Opens streams on the console that leads.</summary>
public interface IQueueHost
{
    /// <summary>Whether queues can be opened here: only the console that leads does.</summary>
    bool IsHere { get; }

    /// <summary>The queue of a service, with all its streams; the same one whoever asks.</summary>
    /// <param name="settings">Taken over by one that is open already.</param>
    /// <param name="workers">Group id of the service's workers, which its frames are kept for even while no worker is there. Null: nobody's in particular.</param>
    Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken);

    /// <summary>The service is gone: its watches end. Not open: a no-op.</summary>
    Task CloseAsync(string service);
}

/// <summary>A service's streams.</summary>
public interface IServiceQueue
{
    IQueueStream Input { get; }

    IQueueStream Output { get; }

    IQueueStream DeadLetters { get; }

    /// <summary>A worker has done a frame of the input: that it is committed and its result in the output are stored together or not at all.</summary>
    /// <param name="result">Null: there is none.</param>
    Task<CommitVerdict> CompleteAsync(long index, ConsumerName consumer, long? epoch, FramePut? result, CancellationToken cancellationToken);

    /// <summary>Puts what a worker tells of a task into the output: log or progress.</summary>
    /// <returns>False: the task is not the worker's any more, and nothing was put.</returns>
    Task<bool> ReportAsync(long index, ConsumerName consumer, long epoch, FramePut report, CancellationToken cancellationToken);

    /// <summary>Removes files of payloads that no frame names any more, as a console that was killed leaves them behind.</summary>
    /// <returns>How many.</returns>
    int SweepPayloads();

    /// <summary>Puts dead letters into the input again, with no deliveries counted. What stops it once some are there is told, not thrown: those must be known of.</summary>
    /// <exception cref="RefusedException"><c>queue_full</c>, and none is there.</exception>
    Task<Replays> ReplayAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken);

    /// <summary>Puts one dead letter into the input again, otherwise than it was. Its request id stays.</summary>
    /// <returns>Null: it was not there.</returns>
    /// <exception cref="RefusedException"><c>payload_too_large</c>, <c>queue_full</c>.</exception>
    Task<FramePlace?> ReplayAsync(long index, FramePut edited, CancellationToken cancellationToken);

    /// <summary>Changes a dead letter where it is. Its request id stays.</summary>
    /// <returns>False: it was not there.</returns>
    /// <exception cref="RefusedException"><c>payload_too_large</c>.</exception>
    Task<bool> EditDeadLetterAsync(long index, FramePut edited, CancellationToken cancellationToken);
}

/// <param name="Group">Group id.</param>
/// <param name="Uid">Unique in the group.</param>
public readonly record struct ConsumerName(string Group, string Uid);

/// <summary>What is to be put.</summary>
/// <param name="RequestId">Null: one is made. Given: a put of one that is there changes nothing.</param>
public sealed record FramePut(ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Tags, string? RequestId = null, int Priority = 0, string Tenant = "", DateTimeOffset? NotBefore = null)
{
    /// <summary>Instead of <see cref="Data"/>: a payload that lies in a file already, of the same queue. Where a dead letter is changed: it keeps the payload that it has.</summary>
    public PayloadRef? Payload { get; init; }

    /// <summary>False: a queue that lets others wait while it is full refuses this one.</summary>
    public bool MayWait { get; init; } = true;
}

/// <param name="Count">Dead letters that are in the input now. Others were quicker with the rest, or see below.</param>
/// <param name="Stopped">Why it ended early, refused or given up: the rest are dead letters still. Null: it did not.</param>
public readonly record struct Replays(int Count, Exception? Stopped = null);

/// <param name="IsNew">False: there was one with that request id, and this is its index.</param>
public readonly record struct FramePlace(long Index, string RequestId, bool IsNew);

/// <param name="Window">How many frames it may have at once.</param>
/// <param name="From">Of a group that is not there yet: the first index that it gets. -1: only what comes from now on.</param>
/// <param name="Filter">Tags that a frame must have. The same for all of a group.</param>
/// <param name="AutoCommit">Frames are done before they are sent: at most once.</param>
public sealed record WatchRequest(ConsumerName Consumer, int Window, long From, IReadOnlyDictionary<string, string> Filter, bool AutoCommit = false)
{
    /// <summary>Payloads that lie in files are not looked up: whoever watches asks for them by <see cref="IQueueStream.PayloadOfAsync"/>.</summary>
    public bool IsByReference { get; init; }
}

/// <summary>A frame that is sent to a consumer, for the first time or again.</summary>
/// <param name="IsRevoked">It was deleted while the consumer had it; it has its index only.</param>
public readonly record struct WatchedFrame(QueueFrame Frame, long Epoch, bool IsRevoked = false);

/// <summary>One stream. Everything that it says is durable.</summary>
public interface IQueueStream
{
    QueueSettings Settings { get; }

    /// <summary>Ends when a frame or a consumer comes, goes or changes hands. Take it before looking.</summary>
    Task NextMove { get; }

    /// <exception cref="RefusedException"><c>payload_too_large</c>, <c>queue_full</c>.</exception>
    Task<FramePlace> PutAsync(FramePut put, CancellationToken cancellationToken);

    /// <summary>Frames as they are given to the consumer, until cancelled or another connection of the same consumer takes its place. What it has not committed comes first.</summary>
    /// <exception cref="RefusedException"><c>filter_differs</c>.</exception>
    IAsyncEnumerable<WatchedFrame> WatchAsync(WatchRequest request, CancellationToken cancellationToken);

    /// <summary>Frames that are there, by index, without giving them to anybody.</summary>
    /// <param name="from">0: from the first on. -1: the newest only.</param>
    /// <param name="wait">Until there are <paramref name="limit"/>; then what there is.</param>
    /// <param name="delete">Those that are returned are deleted; what a consumer has is passed over.</param>
    Task<IReadOnlyList<QueueFrame>> GetAsync(long from, int limit, IReadOnlyDictionary<string, string> filter, string? requestId, TimeSpan wait, bool delete, CancellationToken cancellationToken);

    /// <summary>The frame of that request id, also if it is done and remembered. Null: there is none.</summary>
    Task<QueueFrame?> FindAsync(string requestId, CancellationToken cancellationToken);

    /// <summary>The payload of a frame that is there. Null: the frame or its payload is not.</summary>
    Task<ReadOnlyMemory<byte>?> PayloadOfAsync(long index, CancellationToken cancellationToken);

    /// <summary>How many frames are there that have these tags.</summary>
    /// <param name="priority">Null: of any.</param>
    Task<long> CountAsync(IReadOnlyDictionary<string, string> filter, int? priority, CancellationToken cancellationToken);

    /// <summary>The frame is done for the consumer's group, and leaves the stream when no other group has it before it.</summary>
    Task<CommitVerdict> CommitAsync(long index, ConsumerName consumer, long? epoch, CancellationToken cancellationToken);

    /// <returns>False: the frame is not the consumer's.</returns>
    Task<bool> RejectAsync(long index, ConsumerName consumer, long? epoch, string code, string? reason, CancellationToken cancellationToken);

    /// <summary>For all groups at once, whoever has it.</summary>
    /// <returns>How many were there.</returns>
    Task<int> DeleteAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken);

    /// <summary>Deletes all that are older than an index.</summary>
    Task<int> TruncateAsync(long before, CancellationToken cancellationToken);

    /// <summary>The end of the stream: watches end once all that is in it is done. What is put later begins it anew.</summary>
    /// <param name="force">What nobody has is deleted first.</param>
    Task FinishAsync(bool force, CancellationToken cancellationToken);

    /// <summary>Removes for good what was done before a time.</summary>
    /// <param name="putBefore">Deletes what was put before it, unless somebody has it. Null: nothing.</param>
    /// <returns>How many were deleted and removed.</returns>
    Task<int> SweepAsync(DateTimeOffset doneBefore, DateTimeOffset? putBefore, CancellationToken cancellationToken);

    /// <summary>Whether the frame is the consumer's by that lease. To ask is a sign of life.</summary>
    bool Holds(long index, ConsumerName consumer, long epoch);

    /// <summary>The consumer gets nothing more, and ends what it has.</summary>
    /// <param name="drains">False: it goes on.</param>
    void Drain(ConsumerName consumer, bool drains);

    /// <summary>The consumer is known to be gone for good: others get what it has, without the time of grace.</summary>
    void Lose(ConsumerName consumer);

    void Beat(ConsumerName consumer);

    /// <summary>Where a frame stands for the workers, or for the only group. Null: it is not there.</summary>
    FrameStanding? StandingOf(long index);

    /// <summary>How a frame ended, or that it has not.</summary>
    Task<FrameFate> FateOfAsync(long index, CancellationToken cancellationToken);

    StreamState Describe();
}

/// <param name="Ahead">Frames that are likely to be given away before it.</param>
/// <param name="Holder">Who has it. Null: it waits.</param>
/// <param name="Wait">About how long it still waits. Null: it does not, or there is nothing to tell it from.</param>
public readonly record struct FrameStanding(long Ahead, string? Holder, TimeSpan? Wait = null);

/// <param name="LastIndex">0: none yet.</param>
public sealed record StreamState(long Length, long LastIndex, IReadOnlyList<GroupState> Groups)
{
    /// <summary>Up to this index nothing comes any more: whoever reads on from it leaves nothing out. What has a greater one may still be stored behind what is there.</summary>
    public long SettledIndex { get; init; }
}

/// <param name="Waiting">Frames that nobody has, those whose time has not come included.</param>
public sealed record GroupState(string Name, int Waiting, int InFlight, IReadOnlyList<ConsumerState> Consumers)
{
    /// <summary>Of those that wait, those whose time has not come: nobody is needed for them yet.</summary>
    public int Delayed { get; init; }
}

/// <param name="IsConnected">False: it has left, and what it has is its own for the time of grace.</param>
/// <param name="Held">Indexes of the frames that it has, oldest first.</param>
public sealed record ConsumerState(string Uid, int Window, IReadOnlyList<long> Held, bool IsConnected, bool IsDraining, TimeSpan Idle)
{
    public int InFlight => Held.Count;
}
