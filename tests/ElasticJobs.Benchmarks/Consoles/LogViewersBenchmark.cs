using System.Diagnostics;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>How many lines a second hub clients follow while a task writes 10,000 a second, and what they were too slow for.</summary>
internal static class LogViewersBenchmark
{
    private const int LinesPerSecond = 10_000;
    private const int Seconds = 10;

    public static async Task RunAsync(BenchmarkReport report, ConsoleProcess console, int viewers)
    {
        var run = await LogTask.StartAsync(console, LinesPerSecond, Seconds);
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(Enumerable.Range(0, viewers).Select(_ => FollowAsync(console, run)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var lines = results.Average(result => (double)result.Lines);
        report.Add(
            $"followed by {viewers} hub {(viewers == 1 ? "client" : "clients")}, {LinesPerSecond:N0} lines/s written",
            $"{lines / seconds:N0} lines/s each, {lines / (LinesPerSecond * Seconds):P1} of all lines, {results.Sum(result => result.Gaps)} gaps");
    }

    private static async Task<(long Lines, int Gaps)> FollowAsync(ConsoleProcess console, Guid run)
    {
        var (lines, gaps) = (0L, 0);
        await foreach (var batch in LogViewer.FollowAsync(console, run))
        {
            lines += batch.Lines.Count;
            gaps += batch.Gap is null ? 0 : 1;
        }

        return (lines, gaps);
    }
}
