using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;

namespace ElasticJobs.Local.ControlGroups;

/// <summary>The kernel's control groups, one for each pod. Every call is safe to repeat; a group that isn't there counts as empty.</summary>
internal interface IControlGroups
{
    bool LimitsCpu { get; }

    bool LimitsMemory { get; }

    /// <summary>Makes the pod's group with the limits and weights of its containers together.</summary>
    /// <returns>Files into which a process writes <c>0</c> to enter. Empty: there is no group.</returns>
    IReadOnlyList<string> Create(string pod, IEnumerable<ResourceRequirements> containers);

    /// <summary>Null: there is no group, so nobody knows.</summary>
    IReadOnlyList<int>? Members(string pod);

    /// <summary>Whether the kernel killed a process of the pod because its memory limit was reached.</summary>
    bool RanOutOfMemory(string pod);

    /// <summary>Null: there is no group.</summary>
    ResourceReading? Read(string pod, DateTimeOffset now);

    /// <summary>False: it still has processes.</summary>
    bool TryRemove(string pod);

    /// <summary>Names of all groups, also of pods that were removed while a process of theirs was still dying.</summary>
    IEnumerable<string> List();

    /// <summary>The console ends: takes away what holds no pod any more.</summary>
    void Release();
}
