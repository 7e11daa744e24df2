namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>Alone: what is measured beside it would wait for the same processors.</summary>
[CollectionDefinition("Cluster", DisableParallelization = true)]
public sealed class ClusterCollection;
