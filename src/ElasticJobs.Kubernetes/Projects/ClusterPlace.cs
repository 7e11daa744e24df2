namespace ElasticJobs.Kubernetes.Projects;

/// <summary>A namespace of a cluster.</summary>
/// <param name="Context">Of the kubeconfig. Null: the default.</param>
internal readonly record struct ClusterPlace(string? Context, string Namespace);
