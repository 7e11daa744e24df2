using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Where objects of a kind are.</summary>
internal readonly record struct ObjectPlace(ClusterPlace Cluster, ResourceType Type);
