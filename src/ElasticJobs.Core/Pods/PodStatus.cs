namespace ElasticJobs.Core.Pods;

public enum PodPhase
{
    /// <summary>Accepted; not all containers run yet.</summary>
    Pending,

    Running,
    Succeeded,
    Failed,

    /// <summary>The runtime no longer knows the pod and has no exit code: a failure of the infrastructure, not of the task.</summary>
    Lost,
}

/// <summary>A pod as the runtime sees it now.</summary>
public sealed record PodStatus
{
    /// <summary>A <see cref="Reason"/>: it used more memory than it may.</summary>
    public const string OutOfMemory = "OOMKilled";

    /// <summary>A <see cref="Reason"/>: its command could not be started.</summary>
    public const string StartError = "StartError";

    /// <summary>A <see cref="Reason"/>: what it left in <c>$EJ_OUTPUTS</c> is more than outputs may be.</summary>
    public const string OutputsTooLarge = "OutputsTooLarge";

    /// <summary>A <see cref="Reason"/> of a pod that waits: no node fits, in the message's words.</summary>
    public const string Unschedulable = "Unschedulable";

    /// <summary>A <see cref="Reason"/> of a pod that waits: its namespace's quota is used up.</summary>
    public const string Quota = "QuotaExceeded";

    /// <summary>A <see cref="Reason"/> of a pod that waits: the place of its project is not ready, in the message's words.</summary>
    public const string Place = "PlaceNotReady";

    /// <summary>A <see cref="Reason"/>: its image can't be pulled. Of a pod that waits, since the registry may come back.</summary>
    public const string ImagePull = "ImagePull";

    /// <summary>A <see cref="Reason"/>: a container can't be made of what the pod says (no such secret, config map, claim...). Of a pod that waits, since it may come to be.</summary>
    public const string CreateError = "CreateError";

    /// <summary>A <see cref="Reason"/>: the node was short of memory or disk and put it out.</summary>
    public const string Evicted = "Evicted";

    /// <summary>A <see cref="Reason"/>: its node is gone or no longer answers.</summary>
    public const string NodeLost = "NodeLost";

    /// <summary>A <see cref="Reason"/>: it had to make room for a pod of higher priority.</summary>
    public const string Preempted = "Preempted";

    /// <summary>A <see cref="Reason"/>: it ran past <see cref="PodSpec.Deadline"/>.</summary>
    public const string DeadlineExceeded = "DeadlineExceeded";

    /// <summary>A <see cref="Reason"/> of a <see cref="PodSpec.Resource"/>: its own status says that it has failed, in the message's words.</summary>
    public const string ObjectFailed = "ObjectFailed";

    /// <summary>A <see cref="Reason"/>: one of its init containers has failed, in the message's words.</summary>
    public const string InitFailed = "InitFailed";

    /// <summary>A <see cref="Reason"/>: somebody else deleted it.</summary>
    public const string Deleted = "Deleted";

    /// <summary>A <see cref="Reason"/> of a <see cref="PodSpec.QueueTask"/>: the server answered that it failed, or the worker refused it, in the message's words.</summary>
    public const string QueueTaskFailed = "QueueTaskFailed";

    /// <summary>A <see cref="Reason"/> of a <see cref="PodSpec.QueueTask"/>: it was given to instances too often and is a dead letter, in the message's words.</summary>
    public const string DeadLetter = "DeadLetter";

    public required string Name { get; init; }

    public required PodPhase Phase { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Of the main container, or of the init container that failed; 128 + signal when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>A word that programs can test: one of the constants here, or a runtime's own such as <c>Killed</c>. Null: nothing special.</summary>
    public string? Reason { get; init; }

    /// <summary>Where it runs or ran; of a group, its rank 0. Null: not placed yet, or the runtime has no nodes.</summary>
    public string? Node { get; init; }

    /// <summary>How often a group has started again inside this pod.</summary>
    public int Restarts { get; init; }

    /// <summary>A sentence for people. Null: nothing to add.</summary>
    public string? Message { get; init; }

    /// <summary>What the task left in <c>$EJ_OUTPUTS</c>: file name to trimmed text. Null before the end.</summary>
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }

    /// <summary>Of a <see cref="PodSpec.QueueTask"/> that waits. Null: it does not, or nobody knows.</summary>
    public QueuePlace? QueuePlace { get; init; }

    /// <summary>Null: it has told nothing.</summary>
    public PodProgress? Progress { get; init; }

    public bool IsTerminal => Phase is PodPhase.Succeeded or PodPhase.Failed or PodPhase.Lost;
}

/// <summary>One change in a watch. A watch begins with a snapshot: every known pod, then one <see cref="SnapshotEnd"/>.</summary>
/// <param name="Status">Null only for <see cref="SnapshotEnd"/>.</param>
public sealed record PodEvent(PodStatus? Status)
{
    public static PodEvent SnapshotEnd { get; } = new((PodStatus?)null);
}
