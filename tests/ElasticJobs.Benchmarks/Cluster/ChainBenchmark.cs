using System.Globalization;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Benchmarks.Cluster;

/// <summary>20 tasks one after the other, as a run of ours and by a bare loop that makes the next pod when a watch says that the last one's container has terminated.</summary>
internal static class ChainBenchmark
{
    private const int Length = 20;

    public static async Task RunAsync(BenchmarkReport report, TestCluster cluster, BenchmarkScheduler scheduler, int rounds)
    {
        await scheduler.SaveAsync(BenchmarkPipelines.Chain("chain", Length));
        List<double> bareGaps = [], bareSteps = [], gaps = [], steps = [], processor = [];
        for (var round = 0; round < rounds; round++)
        {
            var number = round;
            await MeasureAsync(cluster, () => BareAsync(cluster, number), bareGaps, bareSteps);
            await MeasureAsync(cluster, OursAsync, gaps, steps);
        }

        async Task OursAsync()
        {
            var before = Environment.CpuUsage.TotalTime;
            await scheduler.EndAsync(await scheduler.BeginAsync("chain"));
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Length);
        }

        report.Add("chain of 20, bare loop, a step: mean (median)", $"{bareSteps.Average():0.00} s ({BenchmarkReport.Median(bareSteps):0.00} s)");
        report.Add("… ours", $"{steps.Average():0.00} s ({BenchmarkReport.Median(steps):0.00} s)");
        report.Add("… ours / bare loop (goal: 1.10)", $"{steps.Average() / bareSteps.Average():0.00}");
        report.Add("container terminated → next pod made, both as a third watch sees them, bare loop: median, p90", Spread(bareGaps));
        report.Add("… ours", Spread(gaps));
        report.Add("… CPU of the process per task", $"{BenchmarkReport.Median(processor):0} ms");
    }

    private static FormattableString Spread(List<double> gaps)
    {
        var sorted = gaps.Order().ToList();
        return $"{BenchmarkReport.Percentile(sorted, 0.5) * 1000:0.0} ms, {BenchmarkReport.Percentile(sorted, 0.9) * 1000:0.0} ms";
    }

    private static async Task MeasureAsync(TestCluster cluster, Func<Task> chain, List<double> gaps, List<double> steps)
    {
        await using var sightings = new PodSightings(cluster);
        await sightings.BeginAsync();
        await chain();
        var (newGaps, newSteps) = await sightings.EndAsync();
        if (newSteps.Count != Length - 1)
            throw new InvalidOperationException($"{newSteps.Count + 1} pods were seen of a chain of {Length}.");
        await ClusterBenchmarks.SettledAsync(cluster);
        gaps.AddRange(newGaps);
        steps.AddRange(newSteps);
    }

    private static async Task BareAsync(TestCluster cluster, int round)
    {
        var made = await MakeAsync(cluster, round, 0);
        var place = 0;
        var query = new WatchQuery { ResourceVersion = made.Metadata.ResourceVersion, LabelSelector = "chain=bare", Timeout = TimeSpan.FromHours(1) };
        await foreach (var change in cluster.Api.WatchAsync<V1Pod>(ResourceType.Pods, cluster.Namespace, query, CancellationToken.None))
        {
            if (change is not { Type: WatchEventType.Added or WatchEventType.Modified, Object: { } pod } || pod.Metadata.Name != NameOf(round, place) || !PodSightings.HasEnded(pod))
                continue;
            if (++place == Length)
                break;
            await MakeAsync(cluster, round, place);
        }

        for (var done = 0; done < Length; done++)
            await cluster.Api.DeleteAsync(ResourceType.Pods, cluster.Namespace, NameOf(round, done), DeleteOptions.Default, CancellationToken.None);
    }

    private static Task<V1Pod> MakeAsync(TestCluster cluster, int round, int place) => cluster.Api.CreateAsync(
        ResourceType.Pods,
        cluster.Namespace,
        new V1Pod
        {
            Metadata = new ObjectMeta { Name = NameOf(round, place), Labels = new Dictionary<string, string> { ["chain"] = "bare" } },
            Spec = new V1PodSpec
            {
                RestartPolicy = "Never",
                Containers = [new V1Container { Name = "main", Image = ClusterBenchmarks.Image, ImagePullPolicy = "IfNotPresent", Command = ["true"] }],
            },
        },
        CancellationToken.None);

    private static string NameOf(int round, int place) => string.Create(CultureInfo.InvariantCulture, $"bare-{round}-{place}");
}
