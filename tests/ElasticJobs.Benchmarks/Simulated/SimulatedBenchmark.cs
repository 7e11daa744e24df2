using System.Globalization;

namespace ElasticJobs.Benchmarks.Simulated;

/// <summary>2,000 tasks, 200 at once, each made when another ends, at a real API server with simulated nodes: by a bare loop and by the console. Short tasks ask how many the API server can take;
/// longer ones, of which it can take more than come, how late the next one is.</summary>
internal static class SimulatedBenchmark
{
    private const int HighRate = 2000;

    /// <summary>Mean of what a request may wait for the console's own rate before that counts as its limit.</summary>
    private const double NoWait = 5;

    private static readonly ChainPace Short = new(Chains: 200, Length: 10, TimeSpan.FromSeconds(1));
    private static readonly ChainPace Long = Short with { Shortest = TimeSpan.FromSeconds(10) };

    public static async Task RunAsync(BenchmarkReport report)
    {
        await using var cluster = await SimulatedCluster.StartAsync();
        await BareChains.MeasureAsync(cluster, Short with { Chains = 20 });
        foreach (var pace in new[] { Long, Short })
            await CompareAsync(report, cluster, pace);
    }

    private static async Task CompareAsync(BenchmarkReport report, SimulatedCluster cluster, ChainPace pace)
    {
        Load(report, "before");
        var bare = await BareChains.MeasureAsync(cluster, pace);
        Add(report, pace, "bare loop", bare);
        var ours = await ConsoleChains.MeasureAsync(cluster, pace, null);
        Add(report, pace, "console", bare, ours);
        if (WaitFor(ours.Metrics, "control") > NoWait)
            Add(report, pace, string.Create(CultureInfo.InvariantCulture, $"console, {HighRate} requests/s"), bare, await ConsoleChains.MeasureAsync(cluster, pace, HighRate));
        Load(report, "after");
    }

    private static void Add(BenchmarkReport report, ChainPace pace, string name, ChainCost bare, ConsoleCost ours)
    {
        Add(report, pace, name, ours.Chains);
        report.Add("… creates/s, CPU a task, CPU of the API server a task; bare loop = 1", $"{ours.Chains.Figures.CreatesPerSecond / bare.Figures.CreatesPerSecond:0.00}, {ours.Chains.Processor / bare.Processor:0.0}, {ours.Chains.Server / bare.Server:0.0}");
        report.Add("… its peak memory (RSS)", $"{ours.Memory:0} MB");
        report.Add("… of the time to the next pod, by its own metrics: from the news to the start, from the request to its answer, mean", $"{ours.Metrics.Mean("elasticjobs_start_latency_seconds"):0.0} ms, {ours.Metrics.Mean("elasticjobs_kubernetes_request_duration_seconds", "verb=\"create\",resource=\"pods\""):0.0} ms");
        report.Add("… wait for its own request rate, control and bulk, mean", $"{WaitFor(ours.Metrics, "control"):0.0} ms, {WaitFor(ours.Metrics, "bulk"):0.0} ms");
        report.Add("… requests a task", $"{string.Join(", ", ours.Metrics.Requests.Select(request => string.Create(CultureInfo.InvariantCulture, $"{request.What} {request.Count / pace.Tasks:0.00}")))}");
    }

    private static void Add(BenchmarkReport report, ChainPace pace, string name, ChainCost cost)
    {
        var figures = cost.Figures;
        report.Add($"{pace.Chains} chains of {pace.Length}, tasks of {pace.Shortest.TotalSeconds} to {pace.Shortest.TotalSeconds * 2} s, {name}: from the first pod to the last end", $"{figures.Seconds:0.0} s, {figures.AtOnce} at once at most");
        report.Add("… creates per second", $"{figures.CreatesPerSecond:0.0}");
        report.Add("… end told to the API server → next pod seen by a watch: p50, p99", Spread(figures.Gaps));
        report.Add("… end told to the API server → end seen by that watch: p50, p99", Spread(figures.Echoes));
        report.Add("… end seen by that watch → next pod seen by it: p50, p99", Spread(figures.Steps));
        report.Add("… CPU a task, of the process and of the API server", $"{cost.Processor:0.0} ms, {cost.Server:0.0} ms");
    }

    private static FormattableString Spread(IReadOnlyList<double> sorted) => $"{BenchmarkReport.Percentile(sorted, 0.5):0.0} ms, {BenchmarkReport.Percentile(sorted, 0.99):0.0} ms";

    private static double WaitFor(ConsoleMetrics metrics, string priority) => metrics.Mean("elasticjobs_kubernetes_rate_wait_seconds", $"priority=\"{priority}\"");

    private static void Load(BenchmarkReport report, string when) => report.Add($"machine's load {when}", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
}
