using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>The console as a process: start, memory, and log lines on their way to viewers.</summary>
internal static class ConsoleBenchmarks
{
    public static async Task RunAsync(BenchmarkReport report)
    {
        using var directory = new TemporaryDirectory();
        await StartBenchmark.RunAsync(report, directory.Path);
        await using var console = new ConsoleProcess(directory.Path);
        await console.StartAsync();
        await LogLatencyBenchmark.RunAsync(report, console);
        await LogViewersBenchmark.RunAsync(report, console, viewers: 1);
        await LogViewersBenchmark.RunAsync(report, console, viewers: 20);
        report.Add("memory of the console after that (RSS)", $"{ProcessMemory.Megabytes(console.ProcessId):N0} MB");
    }
}
