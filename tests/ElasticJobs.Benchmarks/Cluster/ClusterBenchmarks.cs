using ElasticJobs.Benchmarks.Consoles;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Kubernetes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Benchmarks.Cluster;

/// <summary>The same work done by our scheduler and by what Kubernetes itself offers, in turns on one real cluster.</summary>
internal static class ClusterBenchmarks
{
    /// <summary>Has to be on the node: nothing is pulled.</summary>
    public const string Image = "localhost/debian:12";

    private const int Rounds = 2;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RemovalPatience = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(BenchmarkReport report)
    {
        using var cluster = await TestCluster.ConnectAsync("benchmark");
        try
        {
            await using var scheduler = await StartAsync(cluster);
            report.Add("machine's load before", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
            await ParallelBenchmark.RunAsync(report, cluster, scheduler, Rounds);
            await ChainBenchmark.RunAsync(report, cluster, scheduler, Rounds);
            report.Add("memory of the process: scheduler, runtime and benchmark", $"{ProcessMemory.Megabytes(Environment.ProcessId):0} MB");
            report.Add("machine's load after", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        }
        finally
        {
            await cluster.RemoveNamespaceAsync();
        }
    }

    /// <summary>Waits until the pods of what was measured last are gone, so that their removal slows down nothing else.</summary>
    public static async Task SettledAsync(TestCluster cluster)
    {
        using var timer = new PeriodicTimer(LookInterval);
        using var patience = new CancellationTokenSource(RemovalPatience);
        while (true)
        {
            var left = await cluster.Api.ListAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, ListQuery.All, CancellationToken.None);
            if (left.Items is not [var first, ..])
                return;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"{left.Items.Count} pods of what was measured last are not removed, e.g. {first.Metadata.Name}.");
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static Task<BenchmarkScheduler> StartAsync(TestCluster cluster) => BenchmarkScheduler.StartAsync(services => services.AddElasticJobsKubernetes(options =>
    {
        options.KubeConfig.Add(TestCluster.KubeConfig);
        options.Namespace = cluster.Namespace;
        options.Owner = cluster.Namespace;
        options.DefaultImage = Image;
    }));
}
