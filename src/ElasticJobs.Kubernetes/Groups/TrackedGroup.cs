using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Pods;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Groups;

/// <summary>A group that we started or found, from its start until it is released. All of it but how it is stopped and why it waits can be read again from its members.</summary>
internal sealed class TrackedGroup(string name, ClusterPlace place, PodSpec? spec, PodStatus status) : ITracked
{
    public string Name { get; } = name;

    public ClusterPlace Place { get; } = place;

    /// <summary>Null: it is lost, so that no member can be made any more.</summary>
    public PodSpec? Spec { get; } = spec;

    public PodStatus Status { get; set; } = status;

    /// <summary>By name, those of former rounds too.</summary>
    public ConcurrentDictionary<string, TrackedPod> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>A stop was asked for, and how long the members have for it. Null: none was.</summary>
    public TimeSpan? StopGrace { get; set; }

    /// <summary>The cluster will never take a member as it is.</summary>
    public PodStartException? Refusal { get; set; }

    /// <summary>Why a member is not made yet.</summary>
    public (int Rank, StartWait Why)? Wait { get; set; }

    /// <summary>The round whose service is there. -1: none that we know of.</summary>
    public int Named { get; set; } = -1;
}
