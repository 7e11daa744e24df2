using System.Diagnostics;
using ElasticJobs.Tests.Shared.Pods;

namespace ElasticJobs.Benchmarks.Runs;

/// <summary>Twenty runs of 500 tasks side by side.</summary>
internal static class TransitionsBenchmark
{
    private const int Runs = 20;

    public static async Task RunAsync(BenchmarkReport report, double rawCommits)
    {
        await using var scheduler = await BenchmarkScheduler.StartAsync(new InstantPodRuntime());
        await scheduler.SaveAsync(BenchmarkPipelines.Layers("layers", 25, 20));
        await scheduler.EndAsync(await scheduler.BeginAsync("layers"));
        var before = scheduler.Transitions;

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(async _ => await scheduler.EndAsync(await scheduler.BeginAsync("layers"))));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        var perSecond = (scheduler.Transitions - before) / seconds;
        report.Add("task transitions per second, 20 runs of 500 tasks, instant runtime (goal: 2,000)", $"{perSecond:N0}");
        report.Add("… tasks per second", $"{Runs * 500 / seconds:N0}");
        report.Add("… transitions per raw SQLite commit", $"{perSecond / rawCommits:0.00}");
    }
}
