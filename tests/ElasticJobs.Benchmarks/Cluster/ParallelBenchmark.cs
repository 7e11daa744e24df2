using System.Diagnostics;
using System.Text.Json.Nodes;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Tests.Shared.Kubernetes;

namespace ElasticJobs.Benchmarks.Cluster;

/// <summary>60 tasks that do nothing, 10 at a time, as one run of ours and as one batch/v1 Job; each from the request until its owner says that it is complete.</summary>
internal static class ParallelBenchmark
{
    private const int Tasks = 60;
    private const int AtOnce = 10;

    public static async Task RunAsync(BenchmarkReport report, TestCluster cluster, BenchmarkScheduler scheduler, int rounds)
    {
        await scheduler.SaveAsync(BenchmarkPipelines.Parallel("parallel", Tasks, AtOnce));
        List<double> jobs = [], runs = [], processor = [];
        for (var round = 0; round < rounds; round++)
        {
            jobs.Add(await JobAsync(cluster, $"parallel-{round}"));
            await ClusterBenchmarks.SettledAsync(cluster);
            var before = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            await scheduler.EndAsync(await scheduler.BeginAsync("parallel"));
            runs.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            processor.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Tasks);
            await ClusterBenchmarks.SettledAsync(cluster);
            report.Add($"round {round + 1}: 60 tasks, 10 at a time", $"Job {jobs[^1]:0.0} s, ours {runs[^1]:0.0} s");
        }

        report.Add("60 tasks, 10 at a time, batch/v1 Job, median", $"{BenchmarkReport.Median(jobs):0.0} s");
        report.Add("… as a run of ours, median", $"{BenchmarkReport.Median(runs):0.0} s");
        report.Add("… ours / Job (goal: 1.05)", $"{BenchmarkReport.Median(runs) / BenchmarkReport.Median(jobs):0.00}");
        report.Add("… CPU of the process per task", $"{BenchmarkReport.Median(processor):0} ms");
    }

    private static async Task<double> JobAsync(TestCluster cluster, string name)
    {
        var pod = new JsonObject
        {
            ["restartPolicy"] = "Never",
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = ClusterBenchmarks.Image,
                ["imagePullPolicy"] = "IfNotPresent",
                ["command"] = new JsonArray("true"),
            }),
        };
        var job = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject { ["completions"] = Tasks, ["parallelism"] = AtOnce, ["template"] = new JsonObject { ["spec"] = pod } },
        };
        var started = Stopwatch.GetTimestamp();
        var made = await cluster.Api.CreateAsync(ResourceType.Jobs, cluster.Namespace, job, CancellationToken.None);
        var query = new WatchQuery { ResourceVersion = KubernetesJson.MetadataOf(made).ResourceVersion, FieldSelector = $"metadata.name={name}", Timeout = TimeSpan.FromHours(1) };
        await foreach (var change in cluster.Api.WatchAsync<JsonObject>(ResourceType.Jobs, cluster.Namespace, query, CancellationToken.None))
        {
            if (change.Object?["status"]?["completionTime"] is null)
                continue;
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await cluster.Api.DeleteAsync(ResourceType.Jobs, cluster.Namespace, name, new DeleteOptions { Propagation = DeletePropagation.Background }, CancellationToken.None);
            return seconds;
        }

        throw new InvalidOperationException($"The watch of job {name} ended before the job was complete.");
    }
}
