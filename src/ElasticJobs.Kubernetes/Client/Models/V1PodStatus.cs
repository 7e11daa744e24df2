namespace ElasticJobs.Kubernetes.Client;

public sealed record V1PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Unknown</c>. It follows the containers' states about a second late.</summary>
    public string? Phase { get; init; }

    /// <summary>E.g. <c>Evicted</c>, <c>NodeLost</c>, <c>DeadlineExceeded</c>.</summary>
    public string? Reason { get; init; }

    public string? Message { get; init; }
    public string? HostIP { get; init; }
    public string? PodIP { get; init; }
    public string? NominatedNodeName { get; init; }
    public string? QosClass { get; init; }
    public DateTimeOffset? StartTime { get; init; }
    public IReadOnlyList<V1PodCondition>? Conditions { get; init; }
    public IReadOnlyList<V1ContainerStatus>? ContainerStatuses { get; init; }
    public IReadOnlyList<V1ContainerStatus>? InitContainerStatuses { get; init; }

    /// <summary>Null: not told (yet).</summary>
    public V1PodCondition? Condition(string type) => Conditions?.FirstOrDefault(condition => condition.Type == type);
}

/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
public sealed record V1PodCondition(string Type, string Status)
{
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public DateTimeOffset? LastTransitionTime { get; init; }
}

public sealed record V1ContainerStatus
{
    public required string Name { get; init; }
    public bool Ready { get; init; }
    public bool? Started { get; init; }
    public int RestartCount { get; init; }
    public string? Image { get; init; }
    public string? ImageID { get; init; }
    public string? ContainerID { get; init; }
    public V1ContainerState? State { get; init; }
    public V1ContainerState? LastState { get; init; }
}

/// <summary>One of the three, or none before the kubelet has seen the container.</summary>
public sealed record V1ContainerState
{
    public V1ContainerWaiting? Waiting { get; init; }
    public V1ContainerRunning? Running { get; init; }
    public V1ContainerTerminated? Terminated { get; init; }
}

/// <param name="Reason">E.g. <c>ImagePullBackOff</c>, <c>ContainerCreating</c>.</param>
public sealed record V1ContainerWaiting(string? Reason = null, string? Message = null);

public sealed record V1ContainerRunning(DateTimeOffset? StartedAt = null);

public sealed record V1ContainerTerminated
{
    public int ExitCode { get; init; }
    public int? Signal { get; init; }

    /// <summary>E.g. <c>Completed</c>, <c>Error</c>, <c>OOMKilled</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>What the container wrote to its termination message path, at most 4096 bytes.</summary>
    public string? Message { get; init; }

    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? ContainerID { get; init; }
}
