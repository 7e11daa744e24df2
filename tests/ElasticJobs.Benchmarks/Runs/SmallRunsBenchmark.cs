using System.Diagnostics;
using ElasticJobs.Tests.Shared.Pods;

namespace ElasticJobs.Benchmarks.Runs;

/// <summary>Runs of one task, begun by 64 callers.</summary>
internal static class SmallRunsBenchmark
{
    private const int Runs = 3_000;
    private const int Callers = 64;

    public static async Task RunAsync(BenchmarkReport report, double rawCommits)
    {
        await using var scheduler = await BenchmarkScheduler.StartAsync(new InstantPodRuntime());
        await scheduler.SaveAsync(BenchmarkPipelines.Layers("one", 1, 1));
        await scheduler.EndAsync(await scheduler.BeginAsync("one"));

        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Runs),
            new ParallelOptions { MaxDegreeOfParallelism = Callers },
            async (_, _) => await scheduler.EndAsync(await scheduler.BeginAsync("one")));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        report.Add("one-task runs per minute, from request to end (goal: 5,000; Argo's tuned controller: 810)", $"{Runs / seconds * 60:N0}");
        report.Add("… runs per raw SQLite commit", $"{Runs / seconds / rawCommits:0.00}");
    }
}
