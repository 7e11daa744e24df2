using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Logs;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>A pod that we started or found, from its start until it is released. Changed only under the lock of <see cref="Board{T}"/>.</summary>
internal sealed class TrackedPod(string name, ClusterPlace place, PodStatus status) : ITracked
{
    private volatile V1Pod? _object;

    public string Name { get; } = name;

    public ClusterPlace Place { get; } = place;

    public PodStatus Status { get; set; } = status;

    /// <summary>As the cluster has it. Null: it is not there yet, because it waits for quota.</summary>
    public V1Pod? Object
    {
        get => _object;
        set => _object = value;
    }

    /// <summary>We have asked for its deletion.</summary>
    public bool StopAsked { get; set; }

    /// <summary>Why its node can't make it, in words that its object has not. Null: nothing is known.</summary>
    public string? Trouble { get; set; }

    /// <summary>It waited for quota, and is tried just now.</summary>
    public bool IsBeingCreated { get; set; }

    /// <summary>It runs on, and its log is taken up to now only: what it worked for has ended.</summary>
    public bool IsLeft { get; set; }

    /// <summary>The cluster has it no more.</summary>
    public bool IsGone { get; set; }

    /// <summary>The group that it is a member of. Null: it is a pod of its own.</summary>
    public string? Group => Object?.Metadata.Label(PodMarks.Group);

    /// <summary>Of a member.</summary>
    public int Rank => Number(PodMarks.Rank);

    /// <summary>How often its group had started again when it was made.</summary>
    public int Round => Number(PodMarks.Round);

    public bool IsTold => Group is null;

    public string? Uid => Object?.Metadata.Uid;

    /// <summary>Of a pod that others made for us. Null: it says itself where its logs are.</summary>
    public LogPlace? Logs { get; init; }

    /// <summary>What it was made with. Null: an older console's, or not ours.</summary>
    public string? LogDirectory => Logs?.Directory ?? Object?.Metadata.Annotation(PodMarks.LogDirectory);

    public IReadOnlyList<V1Container> Containers => Object?.Spec?.Containers ?? [];

    /// <summary>Those that have logs: the init containers too.</summary>
    public IEnumerable<V1Container> Logged => InitContainers.Concat(Containers);

    private IReadOnlyList<V1Container> InitContainers => Object?.Spec?.InitContainers ?? [];

    public V1ContainerState? StateOf(string container) => InitStates.Concat(Object?.Status?.ContainerStatuses ?? []).FirstOrDefault(status => status.Name == container)?.State;

    public string LogNameOf(string container) => Logs?.NameOf(container, IsInit(container) ? int.MaxValue : Containers.Count) ?? container;

    /// <summary>An init container before it has failed, so that it has no log.</summary>
    public bool NeverBegan(string container) => PodReading.FailedInitOf(Object) is { } failed && failed.Name != container && StateOf(container)?.Waiting is not null;

    /// <summary>Nothing of the container runs any more, as far as can be known.</summary>
    public bool HasEnded(string container) =>
        (StateOf(container)?.Terminated is { } ended && !StartsAgain(container, ended) && !(IsInit(container) && PodReading.IsGuess(Object, ended))) || IsGone || IsLeft || Object?.Status?.Phase is "Failed" or "Succeeded" || Status.Phase == PodPhase.Lost
        || (Status is { IsTerminal: true, StartedAt: null } && StateOf(container)?.Running is null);

    /// <summary>The main container has ended, others of the pod run, and nobody has asked for their end.</summary>
    public bool HasOthersToEnd =>
        Status.IsTerminal && !IsGone && Object is { Metadata.DeletionTimestamp: null, Status.ContainerStatuses: { } all } && all.Any(container => container.State?.Running is not null);

    private IEnumerable<V1ContainerStatus> InitStates => Object?.Status?.InitContainerStatuses ?? [];

    private bool IsInit(string container) => InitContainers.Any(init => init.Name == container);

    /// <summary>Only pods that others made do; the log of a container goes on with its next start.</summary>
    private bool StartsAgain(string container, V1ContainerTerminated ended) => Object is { Metadata.DeletionTimestamp: null } && Object.Spec?.RestartPolicy switch
    {
        "Always" => !IsInit(container) || ended.ExitCode != 0,
        "OnFailure" => ended.ExitCode != 0,
        _ => false,
    };

    private int Number(string label) => int.TryParse(Object?.Metadata.Label(label), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
