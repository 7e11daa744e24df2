using System.Diagnostics;
using ElasticJobs.Tests.Shared.Pods;

namespace ElasticJobs.Benchmarks.Runs;

/// <summary>One run of 10,000 tasks and 19,800 edges.</summary>
internal static class LargeRunBenchmark
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(BenchmarkReport report, double rawCommits)
    {
        await using var scheduler = await BenchmarkScheduler.StartAsync(new InstantPodRuntime());
        await scheduler.SaveAsync(BenchmarkPipelines.Layers("large", 100, 100));
        using var process = Process.GetCurrentProcess();
        using var ended = new CancellationTokenSource();
        var peak = PeakAsync(process, ended.Token);

        var started = Stopwatch.GetTimestamp();
        await scheduler.EndAsync(await scheduler.BeginAsync("large"));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

        await ended.CancelAsync();
        report.Add("a run of 10,000 tasks in 100 layers, instant runtime, from request to end", $"{seconds:0.0} s");
        report.Add("… tasks per raw SQLite commit", $"{10_000 / seconds / rawCommits:0.00}");
        report.Add("… peak memory of the whole process (goal: 400 MB)", $"{await peak / 1024.0 / 1024.0:N0} MB");
    }

    private static async Task<long> PeakAsync(Process process, CancellationToken cancellationToken)
    {
        var peak = 0L;
        using var timer = new PeriodicTimer(SampleInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                process.Refresh();
                peak = Math.Max(peak, process.WorkingSet64);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }

        return peak;
    }
}
