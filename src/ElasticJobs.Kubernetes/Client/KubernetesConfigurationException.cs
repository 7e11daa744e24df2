namespace ElasticJobs.Kubernetes.Client;

/// <summary>A kubeconfig or in-cluster credentials can't be used. The message names the file and the field and says what to do; it never quotes a secret.</summary>
public sealed class KubernetesConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
