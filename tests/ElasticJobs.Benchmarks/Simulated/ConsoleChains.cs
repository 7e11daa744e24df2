using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Benchmarks.Cluster;
using ElasticJobs.Benchmarks.Consoles;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>Chains as one run of a console that is a process, with SQLite, driven over its REST API.</summary>
internal sealed class ConsoleChains(SimulatedCluster cluster, ConsoleProcess console)
{
    /// <summary>One in so many chains before the measurement, so that most code is compiled then.</summary>
    private const int WarmUpShare = 10;

    private const string Pipelines = "/api/v1/projects/default/pipelines";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Settings of such a console. None: its defaults.</summary>
    private static IReadOnlyDictionary<string, string> Settings(SimulatedCluster cluster, int? requestsPerSecond)
    {
        var settings = new Dictionary<string, string>
        {
            ["ElasticJobs__Runtime"] = "Kubernetes",
            ["ElasticJobs__Kubernetes__KubeConfig__0"] = TestCluster.KubeConfig,
            ["ElasticJobs__Kubernetes__Namespace"] = cluster.Namespace,
            ["ElasticJobs__Kubernetes__Owner"] = cluster.Namespace,
            ["ElasticJobs__Kubernetes__DefaultImage"] = ClusterBenchmarks.Image,
        };
        if (requestsPerSecond is { } rate)
            settings["ElasticJobs__Kubernetes__RequestsPerSecond"] = $"{rate}";
        return settings;
    }

    public static async Task<ConsoleCost> MeasureAsync(SimulatedCluster cluster, ChainPace pace, int? requestsPerSecond)
    {
        using var directory = new TemporaryDirectory();
        await using var console = new ConsoleProcess(directory.Path, Settings(cluster, requestsPerSecond));
        await console.StartAsync();
        var ours = new ConsoleChains(cluster, console);
        await ours.RunAsync(pace with { Chains = pace.Chains / WarmUpShare });
        using var process = Process.GetProcessById(console.ProcessId);
        var (metrics, processor, server) = (await ConsoleMetrics.ReadAsync(console), process.TotalProcessorTime, await cluster.ServerProcessorAsync());
        var figures = await ours.RunAsync(pace);
        process.Refresh();
        var used = process.TotalProcessorTime - processor;
        var cost = new ChainCost(figures, used.TotalMilliseconds / pace.Tasks, (await cluster.ServerProcessorAsync() - server).TotalMilliseconds / pace.Tasks);
        return new ConsoleCost(cost, ProcessMemory.PeakMegabytes(console.ProcessId), (await ConsoleMetrics.ReadAsync(console)).Since(metrics));
    }

    /// <summary>Until the run has ended and its pods are removed.</summary>
    private async Task<ChainFigures> RunAsync(ChainPace pace)
    {
        var name = $"chains-{pace.Chains}";
        using var document = new StringContent(PipelineWriter.ToJson(BenchmarkPipelines.Chains(name, pace.Chains, pace.Length)), Encoding.UTF8, "application/json");
        (await console.Client.PutAsync($"{Pipelines}/{name}", document)).EnsureSuccessStatusCode();
        var figures = await cluster.MeasureAsync(pace.Request, async () => (await console.Client.PostAsJsonAsync($"{Pipelines}/{name}/runs", new { })).EnsureSuccessStatusCode());
        await cluster.SettledAsync();
        await Eventually.TrueAsync(() => HasSucceededAsync(name), "the run has succeeded", Patience);
        return figures;
    }

    private async Task<bool> HasSucceededAsync(string pipeline)
    {
        var runs = await console.Client.GetFromJsonAsync<JsonObject>($"/api/v1/projects/default/runs?pipeline={pipeline}&limit=1");
        return (string?)runs!["items"]![0]!["state"] == "Succeeded";
    }
}
