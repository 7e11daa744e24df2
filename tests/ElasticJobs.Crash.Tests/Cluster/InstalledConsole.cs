using System.Net;
using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>The console in a namespace of the real cluster, from this repository's image, and its manifests or its chart.</summary>
[SupportedOSPlatform("linux")]
internal sealed class InstalledConsole : IAsyncDisposable
{
    private const string Token = "test-bootstrap-token-0123456789abcdef";
    private static readonly TimeSpan ReadyCap = TimeSpan.FromSeconds(120);
    private static readonly Lazy<Task> Image = new(() => Command.RunAsync(Repository.At("tests", "cluster", "console-image"), "localhost/elasticjobs:test"));

    private readonly TemporaryDirectory _volumes = new();
    private readonly TestCluster _cluster;
    private readonly HttpClient _client;

    private InstalledConsole(TestCluster cluster)
    {
        _cluster = cluster;
        _client = new HttpClient(new PatientHandler()) { Timeout = TimeSpan.FromSeconds(90) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Api = new ConsoleApi(_client);
        Release = new HelmRelease(cluster.Namespace);
    }

    private static ResourceType ClusterRoleBindings { get; } = new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", Namespaced: false);

    /// <summary>Through the service.</summary>
    public ConsoleApi Api { get; }

    /// <summary>Of the chart, where it was installed from it.</summary>
    public HelmRelease Release { get; }

    /// <param name="variant">The manifest's name: <c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="connectionString">Of PostgreSQL. Null: not wanted.</param>
    /// <param name="databaseDirectory">Where its sockets are. Null: not wanted.</param>
    public static Task<InstalledConsole> InstallAsync(string variant, string? connectionString = null, string? databaseDirectory = null) =>
        InstallAsync(console => console.ApplyAsync(variant, connectionString, databaseDirectory));

    /// <summary>By Helm, with the chart's defaults.</summary>
    public static Task<InstalledConsole> InstallReleaseAsync() => InstallAsync(console => console.Release.UpgradeAsync($"bootstrapToken.value={Token}"));

    public Task<IReadOnlyList<V1Pod>> PodsAsync() => PodsAsync("app.kubernetes.io/name=elasticjobs");

    public async Task<IReadOnlyList<V1Pod>> PodsAsync(string selector) =>
        (await _cluster.Api.ListAsync<V1Pod>(ResourceType.Pods, _cluster.Namespace, new ListQuery { LabelSelector = selector }, CancellationToken.None)).Items;

    public async Task<string> OutputAsync(V1Pod pod)
    {
        try
        {
            using var log = new StreamReader(await _cluster.Api.OpenLogAsync(_cluster.Namespace, pod.Metadata.Name!, new LogQuery(), CancellationToken.None));
            return await log.ReadToEndAsync();
        }
        catch (KubernetesApiException exception) when (exception.Code is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            // Its container has not started.
            return "";
        }
    }

    /// <summary>Without a word to it, as when its node goes.</summary>
    public Task KillAsync(V1Pod pod) => _cluster.Api.DeleteAsync(
        ResourceType.Pods, _cluster.Namespace, pod.Metadata.Name!, new DeleteOptions { GracePeriod = TimeSpan.Zero, PreconditionUid = pod.Metadata.Uid }, CancellationToken.None);

    /// <summary>Kills the only pod and waits until another is ready in its place.</summary>
    public async Task ReplacePodAsync()
    {
        await KillAsync(Assert.Single(await PodsAsync()));
        await WaitUntilReadyAsync();
    }

    public Task WaitUntilReadyAsync() => Eventually.TrueAsync(
        async () =>
        {
            try
            {
                using var response = await _client.GetAsync("/readyz");
                return response.IsSuccessStatusCode;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        },
        "the console in the cluster is ready",
        ReadyCap);

    /// <summary>How often the kubelet started a container of each pod of a task, as it said itself.</summary>
    public async Task<IReadOnlyDictionary<string, int>> StartsAsync()
    {
        var events = await _cluster.Api.ListAsync<JsonObject>(ResourceType.Events, _cluster.Namespace, new ListQuery { FieldSelector = "reason=Started" }, CancellationToken.None);
        return events.Items
            .GroupBy(said => (string)said["involvedObject"]!["name"]!)
            .Where(pod => !pod.Key.StartsWith("elasticjobs-", StringComparison.Ordinal))
            .ToDictionary(pod => pod.Key, pod => pod.Sum(said => (int?)said["count"] ?? 1));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Release.UninstallAsync();
        await _cluster.RemoveNamespaceAsync();
        foreach (var name in NodeVolumes.Names)
            await _cluster.Api.DeleteAsync(ResourceType.PersistentVolumes, null, $"{_cluster.Namespace}-{name}", DeleteOptions.Default, CancellationToken.None);
        foreach (var name in (string[])["nodes", "kubelet-summary"])
            await _cluster.Api.DeleteAsync(ClusterRoleBindings, null, $"{_cluster.Namespace}-{name}", DeleteOptions.Default, CancellationToken.None);
        // The console that would let go of them goes too.
        await _cluster.ReleasePodsAsync();
        _cluster.Dispose();
        _volumes.Dispose();
    }

    public async Task<bool> HasClaimAsync(string name) => await _cluster.Api.GetAsync<JsonObject>(ResourceType.PersistentVolumeClaims, _cluster.Namespace, name, CancellationToken.None) is not null;

    private static async Task<InstalledConsole> InstallAsync(Func<InstalledConsole, Task> installation)
    {
        await Image.Value;
        var console = new InstalledConsole(await TestCluster.ConnectAsync("console-tests"));
        try
        {
            await NodeVolumes.MakeAsync(console._cluster.Namespace, console._volumes);
            await installation(console);
            var service = await console._cluster.Api.GetAsync<JsonObject>(ResourceType.Services, console._cluster.Namespace, "elasticjobs", CancellationToken.None);
            console._client.BaseAddress = new Uri($"http://{service!["spec"]!["clusterIP"]}");
            await console.WaitUntilReadyAsync();
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    private async Task ApplyAsync(string variant, string? connectionString, string? databaseDirectory)
    {
        var secret = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "elasticjobs" }, ["stringData"] = new JsonObject { ["bootstrap-token"] = Token, ["postgres"] = connectionString ?? "" } };
        await _cluster.Api.CreateAsync(ResourceType.Secrets, _cluster.Namespace, secret, CancellationToken.None);
        using var overlay = new TemporaryDirectory();
        await Command.RunAsync("kubectl", "--kubeconfig", TestCluster.KubeConfig, "apply", "-k", new Overlay(variant, _cluster.Namespace, overlay.Path, databaseDirectory).Write());
    }
}
