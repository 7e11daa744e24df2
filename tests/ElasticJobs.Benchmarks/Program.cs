using ElasticJobs.Benchmarks;
using ElasticJobs.Benchmarks.Consoles;
using ElasticJobs.Benchmarks.Logs;
using ElasticJobs.Benchmarks.Runs;

var benchmarks = new Dictionary<string, Func<BenchmarkReport, Task>>(StringComparer.OrdinalIgnoreCase)
{
    ["canvas"] = CanvasBenchmark.RunAsync,
    ["console"] = ConsoleBenchmarks.RunAsync,
    ["logs"] = LogBenchmarks.RunAsync,
    ["scheduler"] = SchedulerBenchmarks.RunAsync,
};

var names = args.Length > 0 ? args : [.. benchmarks.Keys];
foreach (var name in names)
{
    if (!benchmarks.TryGetValue(name, out var run))
    {
        await Console.Error.WriteLineAsync($"There is no benchmark '{name}'. Choose of: {string.Join(", ", benchmarks.Keys)}.");
        return 1;
    }
    var report = new BenchmarkReport(name, Console.Out);
    await run(report);
}
return 0;
