namespace ElasticJobs.Kubernetes.Client;

/// <summary>No answer, or a broken one: no connection, a deadline, a stream cut in the middle. Trying again later is right; a change may have taken effect.</summary>
public sealed class KubernetesUnreachableException(string message, Exception? inner = null) : Exception(message, inner);
