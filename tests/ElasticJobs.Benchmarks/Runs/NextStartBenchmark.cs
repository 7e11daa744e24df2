using System.Collections.Concurrent;
using System.Diagnostics;
using ElasticJobs.Core.Pods;
using ElasticJobs.Tests.Shared.Pods;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Benchmarks.Runs;

/// <summary>A thousand tasks run; one after the other ends, and the next of its chain is started.</summary>
internal static class NextStartBenchmark
{
    private const int Chains = 1_000;
    private const int Length = 3;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(BenchmarkReport report, double rawCommits)
    {
        var runtime = new FakePodRuntime();
        var running = new ConcurrentQueue<PodSpec>();
        var ends = new ConcurrentDictionary<string, long>();
        var latencies = new ConcurrentBag<double>();
        runtime.OnStart = (pod, _) =>
        {
            if (ends.TryRemove(ChainOf(pod), out var end))
                latencies.Add(Stopwatch.GetElapsedTime(end).TotalMilliseconds);
            running.Enqueue(pod);
            return Task.CompletedTask;
        };
        await using var scheduler = await BenchmarkScheduler.StartAsync(runtime);
        await scheduler.SaveAsync(BenchmarkPipelines.Chains("chains", Chains, Length));
        var run = await scheduler.BeginAsync("chains");
        await Eventually.TrueAsync(() => running.Count == Chains && runtime.Pods.Count == Chains, "a thousand pods were started", TimeSpan.FromSeconds(60));
        foreach (var pod in running)
            runtime.Run(pod);

        using var timer = new PeriodicTimer(Pace);
        for (var ended = 0; ended < Chains * (Length - 1); ended++)
        {
            await timer.WaitForNextTickAsync();
            running.TryDequeue(out var pod);
            ends[ChainOf(pod!)] = Stopwatch.GetTimestamp();
            runtime.Succeed(pod!);
        }

        await Eventually.TrueAsync(() => latencies.Count == Chains * (Length - 1), "each next task was started");
        var sorted = latencies.Order().ToList();
        report.Add("task ended → the next one's start sent, 1,000 running, 200 ends a second: p50", $"{BenchmarkReport.Percentile(sorted, 0.5):0.0} ms");
        report.Add("… p99 (goal: 50 ms)", $"{BenchmarkReport.Percentile(sorted, 0.99):0.0} ms");
        report.Add("… p99 in raw SQLite commits", $"{BenchmarkReport.Percentile(sorted, 0.99) * rawCommits / 1000:0.0}");
        await scheduler.Runs.StopAsync(run, Core.Runs.StopRequest.Kill, "bench", CancellationToken.None);
    }

    private static string ChainOf(PodSpec pod) => pod.Labels[PodLabels.Task].Split('-')[0];
}
