using ElasticJobs.Kubernetes;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>The real cluster that tests run against, with a namespace of the fixture's own that is deleted at the end.</summary>
public sealed class TestCluster : IDisposable
{
    private const string DefaultKubeConfig = "/var/lib/elasticjobs-cluster/admin.kubeconfig";

    private readonly ConnectedClient _client;

    private TestCluster(ConnectedClient client, string ns) => (_client, Namespace) = (client, ns);

    public IKubernetesApi Api => _client.Api;

    public string Namespace { get; }

    public static string KubeConfig => Environment.GetEnvironmentVariable("ELASTICJOBS_TEST_KUBECONFIG") is { Length: > 0 } path ? path : DefaultKubeConfig;

    /// <param name="purpose">Begins the namespace's name.</param>
    public static async Task<TestCluster> ConnectAsync(string purpose)
    {
        if (!File.Exists(KubeConfig))
            throw new InvalidOperationException($"There is no cluster to test against (no {KubeConfig}). Start one: tests/cluster/cluster up");
        var client = new ConnectedClient(new KubernetesOptions { KubeConfig = { KubeConfig } });
        var ns = $"{purpose}-{Path.GetRandomFileName()[..8]}";
        try
        {
            await client.Api.CreateAsync(ResourceType.Namespaces, null, new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = ns } }, CancellationToken.None);
            await client.Api.WaitForAsync<System.Text.Json.Nodes.JsonObject>(ResourceType.ServiceAccounts, ns, "default", _ => true, "a default service account");
        }
        catch (KubernetesUnreachableException e)
        {
            client.Dispose();
            throw new InvalidOperationException($"The cluster of {KubeConfig} does not answer. Start it: tests/cluster/cluster up", e);
        }

        return new TestCluster(client, ns);
    }

    /// <summary>Settings of a console beside the cluster that runs its tasks there.</summary>
    /// <param name="workspaces">Absolute; on the only node, which is this machine.</param>
    public IReadOnlyDictionary<string, string> ConsoleSettings(string workspaces) => new Dictionary<string, string>
    {
        ["ElasticJobs__Runtime"] = "Kubernetes",
        ["ElasticJobs__Kubernetes__KubeConfig__0"] = KubeConfig,
        ["ElasticJobs__Kubernetes__Namespace"] = Namespace,
        ["ElasticJobs__Kubernetes__DefaultImage"] = "localhost/debian:12",
        ["ElasticJobs__Kubernetes__WorkspaceHostPath"] = workspaces,
        ["ElasticJobs__Kubernetes__WorkspaceMountPath"] = workspaces,
    };

    public async Task RemoveNamespaceAsync() => await Api.DeleteAsync(ResourceType.Namespaces, null, Namespace, DeleteOptions.Default, CancellationToken.None);

    /// <summary>Takes the finalizers off the namespace's pods, for a console that is gone and can't.</summary>
    public async Task ReleasePodsAsync()
    {
        foreach (var pod in (await Api.ListAsync<V1Pod>(ResourceType.Pods, Namespace, ListQuery.All, CancellationToken.None)).Items.Where(pod => pod.Metadata.Finalizers is { Count: > 0 }))
            await Api.PatchAsync<V1Pod>(ResourceType.Pods, Namespace, pod.Metadata.Name!, Patch.Merge(new() { ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["finalizers"] = null } }), null, CancellationToken.None);
    }

    public void Dispose() => _client.Dispose();
}
