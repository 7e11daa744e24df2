using System.Globalization;
using System.Text;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>Log line written by a task → seen by a client of the hub, beside a reader of the same file that looks every 10 ms.</summary>
internal static class LogLatencyBenchmark
{
    private const int LinesPerSecond = 1_000;
    private const int Seconds = 20;

    public static async Task RunAsync(BenchmarkReport report, ConsoleProcess console)
    {
        var run = await LogTask.StartAsync(console, LinesPerSecond, Seconds);
        using var ended = new CancellationTokenSource();
        var file = ReadFileAsync(console.DataDirectory, run, ended.Token);
        List<double> seen = [];
        await foreach (var batch in LogViewer.FollowAsync(console, run))
        {
            var now = Now();
            // The first lines were written before anybody followed.
            seen.AddRange(batch.Lines.Where(line => line.N >= LinesPerSecond).Select(line => now - Written(line.X)));
        }

        await ended.CancelAsync();
        var direct = await file;
        seen.Sort();
        direct.Sort();
        report.Add($"line written → read from its file every 10 ms, {LinesPerSecond:N0} lines/s", $"p50 {BenchmarkReport.Percentile(direct, .5):N0} ms, p99 {BenchmarkReport.Percentile(direct, .99):N0} ms");
        report.Add(
            $"line written → seen by a hub client, {LinesPerSecond:N0} lines/s ({seen.Count:N0} lines)",
            $"p50 {BenchmarkReport.Percentile(seen, .5):N0} ms, p99 {BenchmarkReport.Percentile(seen, .99):N0} ms; goal p99 < 300 ms");
    }

    private static async Task<List<double>> ReadFileAsync(string dataDirectory, Guid run, CancellationToken ended)
    {
        List<double> seen = [];
        var path = Directory.EnumerateFiles(Path.Combine(dataDirectory, "logs"), "main.out", SearchOption.AllDirectories).First(path => path.Contains(run.ToString(), StringComparison.Ordinal));
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Seek(0, SeekOrigin.End);
        var rest = "";
        var bytes = new byte[1 << 20];
        while (!ended.IsCancellationRequested)
        {
            var count = await stream.ReadAsync(bytes, CancellationToken.None);
            var now = Now();
            var lines = (rest + Encoding.UTF8.GetString(bytes, 0, count)).Split('\n');
            rest = lines[^1];
            seen.AddRange(lines[..^1].Skip(seen.Count == 0 ? 1 : 0).Select(line => now - Written(line)));
            await Task.Delay(10, CancellationToken.None);
        }

        return seen;
    }

    private static double Written(string line) => double.Parse(line.AsSpan(0, line.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
}
