using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Kubernetes.Tests.Client.Cluster;

/// <summary>A namespace of these tests' own and a pod in it that idles.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public const string IdlePod = "idle";

    private TestCluster? _cluster;

    public TestCluster Cluster => _cluster ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.ConnectAsync("client-tests");
        await _cluster.Api.CreateAsync(ElasticJobs.Kubernetes.Client.ResourceType.Pods, _cluster.Namespace, KubernetesWaits.ShellPod(IdlePod, "trap exit TERM; while :; do sleep 1; done"), CancellationToken.None);
        await _cluster.Api.WaitForRunningAsync(_cluster.Namespace, IdlePod);
    }

    public async Task DisposeAsync()
    {
        if (_cluster is null)
            return;
        await _cluster.RemoveNamespaceAsync();
        _cluster.Dispose();
    }
}

[CollectionDefinition("Cluster")]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;
