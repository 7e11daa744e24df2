using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Tests.Resources;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Cluster;

/// <summary>The real cluster's node says that it has GPUs, and a pod there says of them what a DCGM exporter would.</summary>
[Trait("Category", "Cluster")]
public sealed class GpuTests(RuntimeCluster cluster) : IClassFixture<RuntimeCluster>, IAsyncLifetime
{
    private const string Node = "node1";
    private const string Resource = "nvidia.com/gpu";
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    private WatchedRuntime Console => cluster.Console;

    public Task InitializeAsync() => SetGpusAsync("2");

    public Task DisposeAsync() => SetGpusAsync(null);

    [Fact]
    public async Task Pod_WithGpus_HasTheFiguresOfItsNodesExporter()
    {
        await StartExporterAsync(GpuNode.Text(cluster.Namespace, "train"));
        await Console.StartAsync(cluster.Shell("train", "sleep 600", container => container with { Resources = new ResourceRequirements(Gpus: 2) }));
        await Console.StartAsync(cluster.Shell("plain", "sleep 600"));
        await Console.RunningAsync("train");
        await Console.RunningAsync("plain");

        var use = await MeasuredAsync("train", reading => reading.GpuUse is not null);

        Assert.Equal((1.5, 3072L << 20), (use.GpuUse, use.GpuMemoryBytes));
        Assert.Null((await MeasuredAsync("plain", _ => true)).GpuUse);
    }

    private async Task<ResourceReading> MeasuredAsync(string pod, Func<ResourceReading, bool> isWanted) => await Eventually.ValueAsync(
        async () => (await cluster.Runtime.SampleAsync(["train", "plain"], CancellationToken.None)).GetValueOrDefault(pod) is { } reading && isWanted(reading) ? reading : null,
        $"pod {pod} is measured",
        Cap);

    private async Task StartExporterAsync(string text)
    {
        var pod = JsonNode.Parse("""
            {
              "metadata": {"name": "dcgm-exporter-x7k2p", "labels": {"app": "nvidia-dcgm-exporter"}},
              "spec": {
                "terminationGracePeriodSeconds": 0,
                "containers": [{
                  "name": "exporter", "image": "localhost/debian:12", "imagePullPolicy": "Never", "ports": [{"name": "metrics", "containerPort": 9400}],
                  "command": ["sh", "-c", "mkdir /site && printf %s \"$FIGURES\" >/site/metrics && exec python3 -m http.server --directory /site 9400"]
                }]
              }
            }
            """)!.AsObject();
        pod["spec"]!["containers"]![0]!["env"] = new JsonArray(new JsonObject { ["name"] = "FIGURES", ["value"] = text });
        await cluster.Api.CreateAsync(ResourceType.Pods, cluster.Namespace, pod, CancellationToken.None);
        await Eventually.TrueAsync(async () => (await cluster.FindAsync("dcgm-exporter-x7k2p"))?.Status?.Phase == "Running", "the exporter runs", Cap);
    }

    /// <param name="count">Null: none any more.</param>
    private Task SetGpusAsync(string? count)
    {
        JsonObject Of() => new() { [Resource] = count };
        return cluster.Api.PatchAsync<JsonObject>(
            ResourceType.Nodes, null, Node, Patch.Merge(new JsonObject { ["status"] = new JsonObject { ["capacity"] = Of(), ["allocatable"] = Of() } }), "status", CancellationToken.None);
    }
}
