namespace ElasticJobs.Kubernetes.Client;

/// <summary>A subscriber did not read for so long that its changes were dropped. Subscribing again gives everything from the start.</summary>
public sealed class InformerLagException(int capacity) : Exception($"The subscriber is behind by changes of more than {capacity} objects. It has to subscribe again.");
