using System.Diagnostics;
using System.Globalization;
using System.Text;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Logs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Benchmarks.Logs;

/// <summary>A task writes for five seconds at a steady rate; viewers follow. Each line holds the moment of its writing, so a viewer knows how late it came.</summary>
internal sealed class FollowBenchmark(ILogStore store, LogKey key, int viewers, int linesPerSecond)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public async Task RunAsync(BenchmarkReport report)
    {
        var tails = new LogTails(store);
        using var collector = new LogCollector(store, tails, TimeProvider.System, NullLogger<LogCollector>.Instance);
        var feed = new LogFeed(store, tails, Options.Create(new LogFeedOptions()), TimeProvider.System);
        var attempt = new TaskAttempt { Key = key.Attempt, PodName = "benchmark", State = TaskState.Running, CreatedAt = default, Manifest = "{}" };
        var directory = store.DirectoryOf(key.Attempt);
        await collector.StartAsync(default);
        collector.Started(attempt, new PodSpec { Name = attempt.PodName, LogDirectory = directory, Containers = [new ContainerSpec { Command = ["true"] }] });

        var watching = Enumerable.Range(0, viewers).Select(_ => Task.Run(() => WatchAsync(feed))).ToList();
        var (written, elapsed) = await Task.Run(() => WriteAsync(Path.Combine(directory, "main.out")));
        await collector.EndedAsync(attempt, default);
        var seen = await Task.WhenAll(watching);
        await collector.StopAsync(default);

        var delays = seen.SelectMany(viewer => viewer.Delays).Order().ToList();
        report.Add(
            $"following {linesPerSecond:N0} lines/s, {viewers} viewer{(viewers == 1 ? "" : "s")}",
            $"written {written / elapsed.TotalSeconds:N0}/s; seen by each {seen.Average(viewer => viewer.Lines) / elapsed.TotalSeconds:N0}/s, {seen.Average(viewer => viewer.Gaps):N1} gaps; delay p50 {BenchmarkReport.Percentile(delays, 0.5):N0} ms, p99 {BenchmarkReport.Percentile(delays, 0.99):N0} ms");
    }

    private async Task<(long Lines, TimeSpan Elapsed)> WriteAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        var text = new StringBuilder();
        var (lines, started) = (0L, Stopwatch.GetTimestamp());
        using var timer = new PeriodicTimer(Step);
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < Duration)
        {
            for (var due = (long)(elapsed.TotalSeconds * linesPerSecond); lines < due; lines++)
                text.Append(CultureInfo.InvariantCulture, $"{Stopwatch.GetTimestamp()} line {lines} of a task that has something to say about its loss\n");
            file.Write(Encoding.ASCII.GetBytes(text.ToString()));
            text.Clear();
            await timer.WaitForNextTickAsync();
        }
        return (lines, Stopwatch.GetElapsedTime(started));
    }

    private async Task<(long Lines, int Gaps, List<double> Delays)> WatchAsync(LogFeed feed)
    {
        var (lines, gaps, delays) = (0L, 0, new List<double>());
        await foreach (var batch in feed.FollowAsync(key, 0, CancellationToken.None))
        {
            var now = Stopwatch.GetTimestamp();
            lines += batch.Lines.Count;
            gaps += batch.Gap is null ? 0 : 1;
            // The first line of a batch has waited longest.
            if (batch.Lines is [var first, ..] && long.TryParse(first.Text.AsSpan(0, first.Text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture, out var at))
                delays.Add(Stopwatch.GetElapsedTime(at, now).TotalMilliseconds);
        }
        return (lines, gaps, delays);
    }
}
