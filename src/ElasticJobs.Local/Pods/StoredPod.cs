using System.Text.Json.Serialization;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Local.Pods;

/// <summary><c>spec.json</c>: the order to run a pod, made once and never changed.</summary>
/// <param name="Boot">Id of the machine's boot in which it was given. After another boot nobody knows whether an unclaimed pod ran.</param>
/// <param name="MasterPort">Of a group. Null: it is none.</param>
internal sealed record StoredPod(string Boot, DateTimeOffset At, PodSpec Spec, int? MasterPort = null)
{
    /// <summary>What runs: the pod's containers, or the members of its group.</summary>
    [JsonIgnore]
    public IReadOnlyList<ContainerSpec> Containers { get; } =
        Spec.Group is { } group && MasterPort is { } port ? GroupMembers.Of(Spec.Containers[0], group, port) : Spec.Containers;

    /// <summary>With the init containers before them.</summary>
    [JsonIgnore]
    public IEnumerable<ContainerSpec> All => Spec.InitContainers.Concat(Containers);

    /// <summary>The container whose exit code and outputs are the pod's; of a group, its rank 0.</summary>
    [JsonIgnore]
    public ContainerSpec Main => Containers.FirstOrDefault(container => container.Name == ContainerSpec.MainName) ?? Containers[0];
}
