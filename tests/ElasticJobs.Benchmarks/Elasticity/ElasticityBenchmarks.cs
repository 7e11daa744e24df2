using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Kubernetes;
using ElasticJobs.Tests.Shared.Processes;

namespace ElasticJobs.Benchmarks.Elasticity;

/// <summary>How soon instances are there, on this machine and, where the test cluster is up, on that.</summary>
internal static class ElasticityBenchmarks
{
    private const string WorkerImage = "localhost/elasticjobs:test";
    private const string Image = "localhost/debian:12";

    /// <summary>Of the test cluster's bridge on this machine.</summary>
    private const string Bridge = "10.88.0.1";

    public static async Task RunAsync(BenchmarkReport report)
    {
        report.Add("machine's load before", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        await ActivationBenchmark.RunAsync(report);
        using (var directory = new TemporaryDirectory())
        await using (var console = new ConsoleProcess(directory.Path))
        {
            await console.StartAsync();
            await BurstBenchmark.RunAsync(report, "on this machine", console, null);
        }

        if (!File.Exists(TestCluster.KubeConfig))
            report.Add("the same in a cluster", $"left out: none is up; tests/cluster/cluster up");
        else
            await OnClusterAsync(report);
        report.Add("machine's load after", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    private static async Task OnClusterAsync(BenchmarkReport report)
    {
        await Command.RunAsync(Repository.At("tests", "cluster", "console-image"), WorkerImage);
        using var cluster = await TestCluster.ConnectAsync("burst");
        using var directory = new TemporaryDirectory();
        try
        {
            var workspaces = Directory.CreateDirectory(directory["workspaces"]).FullName;
            await using var console = new ConsoleProcess(Directory.CreateDirectory(directory["data"]).FullName, cluster.ConsoleSettings(workspaces));
            var port = console.Address.Port;
            console.Set("ASPNETCORE_URLS", $"http://127.0.0.1:{port};http://{Bridge}:{port}");
            console.Set("ElasticJobs__Elasticity__ConsoleUrl", $"http://{Bridge}:{port}");
            console.Set("ElasticJobs__Elasticity__WorkerImage", WorkerImage);
            await console.StartAsync();
            await BurstBenchmark.RunAsync(report, "in the cluster", console, Image);
            await console.TerminateAsync();
        }
        finally
        {
            await cluster.RemoveNamespaceAsync();
            await cluster.ReleasePodsAsync();
        }
    }
}
