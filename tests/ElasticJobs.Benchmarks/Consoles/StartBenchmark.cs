using System.Diagnostics;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Tests.Shared.Consoles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>From the start of the process until <c>/readyz</c> says so, on a database that has seen use, and the memory that it then needs with nobody there.</summary>
internal static class StartBenchmark
{
    private const int Runs = 10_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(BenchmarkReport report, string dataDirectory)
    {
        await FillAsync(dataDirectory);
        var runtime = Median(await TimesAsync(5, BareRuntimeAsync));
        report.Add("start of the bare .NET runtime (`dotnet --version`), median of 5", $"{runtime:N2} s");
        List<double> memory = [];
        var starts = Median(await TimesAsync(5, async () =>
        {
            await using var console = new ConsoleProcess(dataDirectory);
            var started = Stopwatch.GetTimestamp();
            await console.StartAsync();
            var took = Stopwatch.GetElapsedTime(started);
            if (memory.Count == 0)
            {
                await Task.Delay(Idle);
                memory.Add(ProcessMemory.Megabytes(console.ProcessId));
            }

            return took;
        }));
        report.Add("start of the console to ready on a database of 10,000 runs, median of 5", $"{starts:N2} s ({starts / runtime:N1} × the bare runtime); goal < 3 s");
        report.Add("memory of the console, idle for 15 s (RSS)", $"{memory[0]:N0} MB; goal < 150 MB");
    }

    private static async Task FillAsync(string dataDirectory)
    {
        var services = new ServiceCollection();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddElasticJobsStorage(new StorageOptions { DataDirectory = dataDirectory });
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<IStorageInitializer>().InitializeAsync(CancellationToken.None);
        var store = provider.GetRequiredService<IRunStore>();
        var ids = provider.GetRequiredService<IIdGenerator>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Runs), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, cancellationToken) =>
        {
            var at = TimeProvider.System.GetUtcNow();
            var run = new Run
            {
                Id = new RunId(ids.NewId()),
                Project = "default",
                Pipeline = $"pipeline-{i % 20}",
                Revision = 1,
                Trigger = RunTrigger.Manual,
                State = RunState.Succeeded,
                ExecutionDate = at,
                CreatedBy = "benchmark",
                CreatedAt = at,
                StartedAt = at,
                FinishedAt = at,
            };
            var task = new TaskRun { Run = run.Id, Task = "work", State = TaskState.Succeeded, Attempt = 1, StartedAt = at, FinishedAt = at, ExitCode = 0 };
            await store.CreateAsync(run, [task], "benchmark", cancellationToken);
        });
    }

    private static async Task<TimeSpan> BareRuntimeAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<List<double>> TimesAsync(int times, Func<Task<TimeSpan>> run)
    {
        List<double> seconds = [];
        for (var i = 0; i < times; i++)
        {
            seconds.Add((await run()).TotalSeconds);
        }

        return seconds;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
