using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Kubernetes.Tests.Faults;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Kubernetes.Tests.Resources;

public sealed class GpuSamplingTests
{
    private const string Summary = """
        {"pods":[
          {"podRef":{"name":"train","namespace":"default"},"cpu":{"time":"2026-01-01T00:00:00Z","usageCoreNanoSeconds":1000000000},"memory":{"workingSetBytes":1000}},
          {"podRef":{"name":"plain","namespace":"default"},"cpu":{"time":"2026-01-01T00:00:00Z","usageCoreNanoSeconds":1000000000},"memory":{"workingSetBytes":1000}}]}
        """;

    private const string Exporter = "/api/v1/namespaces/gpu-operator/pods/dcgm-n1:9401/proxy/metrics";

    [Fact]
    public async Task Pod_WithGpus_HasTheirFiguresFromItsNodesExporter()
    {
        await using var cluster = await StartAsync(gpus: 2);
        AddExporter(cluster.Server);

        var use = await ReadAsync(cluster);

        Assert.Equal((1.5, 3072L << 20), (use.GpuUse, use.GpuMemoryBytes));
    }

    [Fact]
    public async Task Pod_WithoutGpus_AsksForNoExporter()
    {
        await using var cluster = await StartAsync(gpus: 0);
        AddExporter(cluster.Server);

        var use = await ReadAsync(cluster);

        Assert.Null(use.GpuUse);
        Assert.DoesNotContain(cluster.Server.Requests, request => request.Path.Contains("gpu-operator", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exporter_ThatIsNotThereOrFails_LeavesTheOtherFigures()
    {
        await using var cluster = await StartAsync(gpus: 1);

        Assert.Null((await ReadAsync(cluster)).GpuUse);
        Assert.Equal(TimeSpan.FromSeconds(1), (await ReadAsync(cluster)).CpuTime);
        Assert.Equal(2, cluster.Server.Requests.Count(request => request.Path == "/api/v1/namespaces/gpu-operator/pods"));
    }

    [Fact]
    public async Task Exporter_ThatMayNotBeRead_LeavesTheOtherFigures()
    {
        await using var cluster = await StartAsync(gpus: 1);
        cluster.Server.Faults.Refuse("GET pods", new FakeStatus(403, "Forbidden", "pods is forbidden: User \"console\" cannot list resource \"pods\""));

        var use = await ReadAsync(cluster);

        Assert.Equal((TimeSpan.FromSeconds(1), null), (use.CpuTime, use.GpuUse));
    }

    private static async Task<FakeCluster> StartAsync(int gpus)
    {
        var cluster = await FakeCluster.StartAsync(prepare: server => server.Raw["/api/v1/nodes/n1/proxy/stats/summary"] = Summary);
        var pod = cluster.Pod("train");
        await cluster.Runtime.StartAsync(pod with { Containers = [pod.Containers[0] with { Resources = new ResourceRequirements(Gpus: gpus) }] }, CancellationToken.None);
        cluster.Run("train");
        await cluster.Console.RunningAsync("train");
        return cluster;
    }

    private static void AddExporter(FakeApiServer server)
    {
        server.Store.Create("pods", "gpu-operator", JsonNode.Parse("""
            {
              "metadata": {"name": "dcgm-n1", "namespace": "gpu-operator", "labels": {"app": "nvidia-dcgm-exporter"}},
              "spec": {"nodeName": "n1", "containers": [{"name": "exporter", "ports": [{"name": "metrics", "containerPort": 9401}]}]},
              "status": {"phase": "Running"}
            }
            """)!.AsObject());
        server.Raw[Exporter] = GpuNode.Text("default", "train");
    }

    private static Task<ResourceReading> ReadAsync(FakeCluster cluster) => Eventually.ValueAsync(
        async () => (await cluster.Runtime.SampleAsync(["train"], CancellationToken.None)).GetValueOrDefault("train"), "the pod is measured");
}
