using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>What the port calls a pod, whatever it is in the cluster.</summary>
internal interface ITracked
{
    string Name { get; }

    /// <summary>As it was told last.</summary>
    PodStatus Status { get; set; }

    /// <summary>False: it is a part of what is told.</summary>
    bool IsTold => true;
}
