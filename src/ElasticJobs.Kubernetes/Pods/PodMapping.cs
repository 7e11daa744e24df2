using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Makes the cluster's pod of ours.</summary>
/// <param name="cluster">Name of a pod's cluster. Null: pods are not told.</param>
internal sealed class PodMapping(IOptions<KubernetesOptions> options, Func<PodSpec, string>? cluster = null)
{
    /// <summary>A terminal's pod ends by itself after this time, should no console be there to end it.</summary>
    public static readonly TimeSpan LongestTerminal = TimeSpan.FromDays(2);

    private readonly ContainerMapping _containers = new(options, cluster);

    /// <param name="frame">See <see cref="ContainerScript"/>.</param>
    /// <exception cref="PodStartException">It can't be mapped.</exception>
    public V1Pod Task(PodSpec pod, string frame)
    {
        PodChecks.Check(pod);
        return Map(
            pod,
            [PodMarks.Tracking],
            [.. pod.Containers.Select((container, index) => _containers.Running(pod, container, frame, leaves: index == 0))],
            [.. pod.InitContainers.Select(container => _containers.Running(pod, container, frame, leaves: false))]);
    }

    /// <summary>A pod whose command waits until the file <paramref name="gate"/> has content.</summary>
    /// <param name="leaves">Whether it has outputs and results.</param>
    /// <exception cref="PodStartException">It can't be mapped.</exception>
    public V1Pod Waiting(PodSpec pod, string frame, bool leaves, string gate)
    {
        PodChecks.Check(pod);
        return Map(pod, [PodMarks.Tracking], [_containers.Running(pod, pod.Containers[0], frame, leaves, gate)]);
    }

    /// <summary>The pod of a terminal: the first container, idle. Nothing of it is kept, so nothing holds it.</summary>
    /// <exception cref="PodStartException">It can't be mapped.</exception>
    public V1Pod Terminal(PodSpec pod)
    {
        PodChecks.Check(pod);
        var labels = new Dictionary<string, string>(pod.Labels, StringComparer.Ordinal) { [PodLabels.Kind] = PodLabels.DebugKind };
        return Map(pod with { Labels = labels, Grace = TimeSpan.FromSeconds(1), Deadline = LongestTerminal }, null, [_containers.Idle(pod, pod.Containers[0])]);
    }

    /// <summary>Whether it is one that <see cref="Terminal"/> made for this console.</summary>
    public bool IsTerminal(V1Pod? pod) =>
        pod?.Metadata.Label(PodMarks.Owner) == options.Value.Owner && pod.Metadata.Label(PodLabels.Kind) == PodLabels.DebugKind;

    public Dictionary<string, string> LabelsOf(PodSpec pod)
    {
        var labels = pod.Labels.ToDictionary(label => label.Key, label => LabelValues.Safe(label.Value), StringComparer.Ordinal);
        labels[PodMarks.Owner] = options.Value.Owner;
        labels[PodMarks.ManagedBy] = PodMarks.Product;
        return labels;
    }

    public static Dictionary<string, string> AnnotationsOf(PodSpec pod)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [PodMarks.LogDirectory] = pod.LogDirectory };
        if (LabelValues.Annotation(pod.Labels) is { } labels)
            annotations[PodMarks.Labels] = labels;
        return annotations;
    }

    private V1Pod Map(PodSpec pod, IReadOnlyList<string>? finalizers, IReadOnlyList<V1Container> containers, IReadOnlyList<V1Container>? init = null) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = pod.Name,
            Labels = LabelsOf(pod),
            Annotations = AnnotationsOf(pod),
            Finalizers = finalizers,
        },
        Spec = new V1PodSpec
        {
            Containers = containers,
            InitContainers = init is { Count: > 0 } ? init : null,
            Volumes = PodVolumes.Of(pod, options.Value),
            RestartPolicy = "Never",
            TerminationGracePeriodSeconds = (long)Math.Ceiling(pod.Grace.TotalSeconds),
            ActiveDeadlineSeconds = pod.Deadline is { } deadline ? (long)Math.Max(1, Math.Ceiling(deadline.TotalSeconds)) : null,
            ServiceAccountName = pod.ServiceAccount,
            AutomountServiceAccountToken = pod.ServiceAccount is null ? false : null,
            EnableServiceLinks = false,
            NodeSelector = Placement.NodeSelector(pod, options.Value.GpuTypeLabel),
            Tolerations = Placement.Tolerations(pod),
            Affinity = Placement.Affinity(pod),
            HostAliases = pod.HostAliases.Count == 0 ? null : [.. pod.HostAliases.Select(alias => new V1HostAlias(alias.Ip, alias.Names))],
            ImagePullSecrets = pod.PullSecrets.Count == 0 ? null : [.. pod.PullSecrets.Select(secret => new LocalObjectReference(secret))],
        },
    };
}
