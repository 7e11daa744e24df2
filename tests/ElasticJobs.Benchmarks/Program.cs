using ElasticJobs.Benchmarks;
using ElasticJobs.Benchmarks.Cluster;
using ElasticJobs.Benchmarks.Consoles;
using ElasticJobs.Benchmarks.Elasticity;
using ElasticJobs.Benchmarks.Logs;
using ElasticJobs.Benchmarks.Queues;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Benchmarks.Simulated;

if (args is [Simulator.Verb])
{
    using var requests = new StreamReader(Console.OpenStandardInput());
    await Simulator.RunAsync(requests, Console.Out);
    return 0;
}

var benchmarks = new Dictionary<string, Func<BenchmarkReport, Task>>(StringComparer.OrdinalIgnoreCase)
{
    ["canvas"] = CanvasBenchmark.RunAsync,
    ["cluster"] = ClusterBenchmarks.RunAsync,
    ["console"] = ConsoleBenchmarks.RunAsync,
    ["elasticity"] = ElasticityBenchmarks.RunAsync,
    ["logs"] = LogBenchmarks.RunAsync,
    ["million"] = MillionBenchmark.RunAsync,
    ["pages"] = PagesBenchmark.RunAsync,
    ["queue"] = QueueBenchmark.RunAsync,
    ["scheduler"] = SchedulerBenchmarks.RunAsync,
    ["simulated"] = SimulatedBenchmark.RunAsync,
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
