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

    public required string Name { get; init; }

    public required PodPhase Phase { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Of the main container; 128 + signal when a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>A word that programs can test: <c>OOMKilled</c>, <c>StartError</c>, <c>Killed</c>, <c>Lost</c>. Null: nothing special.</summary>
    public string? Reason { get; init; }

    /// <summary>A sentence for people. Null: nothing to add.</summary>
    public string? Message { get; init; }

    /// <summary>What the task left in <c>$EJ_OUTPUTS</c>: file name to trimmed text. Null before the end.</summary>
    public IReadOnlyDictionary<string, string>? Outputs { get; init; }

    public bool IsTerminal => Phase is PodPhase.Succeeded or PodPhase.Failed or PodPhase.Lost;
}

/// <summary>One change in a watch. A watch begins with a snapshot: every known pod, then one <see cref="SnapshotEnd"/>.</summary>
/// <param name="Status">Null only for <see cref="SnapshotEnd"/>.</param>
public sealed record PodEvent(PodStatus? Status)
{
    public static PodEvent SnapshotEnd { get; } = new((PodStatus?)null);
}
