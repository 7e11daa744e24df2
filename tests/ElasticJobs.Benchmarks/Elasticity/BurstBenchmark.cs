using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Benchmarks.Elasticity;

/// <summary>A thousand tasks at once for an elastic job that has no instance, against a console of its own.</summary>
internal static class BurstBenchmark
{
    private const int Tasks = 1000;
    private const int Instances = 10;
    private const int Callers = 16;
    private const string Service = "burst";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <param name="image">Of the instances. Null: the runtime's own.</param>
    public static async Task RunAsync(BenchmarkReport report, string where, ConsoleProcess console, string? image)
    {
        using var patience = new CancellationTokenSource(Patience);
        await DeployAsync(console, image);
        var (all, ten) = (TimeSpan.Zero, TimeSpan.Zero);
        var began = Stopwatch.GetTimestamp();
        var puts = PutAllAsync(console);
        var firstResult = FirstResultAsync(console, patience.Token);
        while (all == TimeSpan.Zero || ten == TimeSpan.Zero)
        {
            var state = await StateAsync(console, patience.Token);
            if (ten == TimeSpan.Zero && state.Ready >= Instances)
                ten = Stopwatch.GetElapsedTime(began);
            if (all == TimeSpan.Zero && puts.IsCompleted && state.Unfinished == 0)
                all = Stopwatch.GetElapsedTime(began);
            if (all > TimeSpan.Zero && ten == TimeSpan.Zero && state.Ready == 0)
                break;
            await Task.Delay(Look, patience.Token);
        }

        await puts;
        var first = Stopwatch.GetElapsedTime(began, await firstResult);
        while ((await StateAsync(console, patience.Token)).Wanted > 0)
            await Task.Delay(Look, patience.Token);
        var gone = Stopwatch.GetElapsedTime(began);
        var reached = ten == TimeSpan.Zero ? "not reached before all was done" : $"{ten.TotalSeconds:0.0} s";
        report.Add(
            $"{Tasks} tasks `sleep 0.2` at 0 instances, {where}",
            $"first result {first.TotalSeconds:0.0} s, {Instances} instances ready {reached}, all done {all.TotalSeconds:0.0} s, none left {gone.TotalSeconds:0.0} s");
        using var deleted = await console.Client.DeleteAsync($"/api/v1/projects/default/services/{Service}?force=true", patience.Token);
    }

    private static async Task DeployAsync(ConsoleProcess console, string? image)
    {
        var container = new JsonObject();
        if (image is not null)
            container["image"] = image;
        var document = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = Service, ["type"] = "ScalableJob" },
            ["containers"] = new JsonArray(container),
            ["autoscaler"] = new JsonObject
            {
                ["min"] = 0,
                ["max"] = Instances,
                ["behavior"] = JsonNode.Parse("""{"onZero": {"scaleDownGracePeriodSeconds": 5}, "scaleDown": {"stabilizationWindowSeconds": 5}}"""),
            },
            ["scalable_job"] = new JsonObject { ["enable_write_log_to_queue"] = false },
        };
        using var content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json");
        using var deployed = await console.Client.PostAsync("/api/v1/projects/default/services", content);
        if (!deployed.IsSuccessStatusCode)
            throw new InvalidOperationException(await deployed.Content.ReadAsStringAsync());
    }

    private static Task PutAllAsync(ConsoleProcess console)
    {
        var left = Tasks;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var content = new StringContent("sleep 0.2");
                using var put = await console.Client.PostAsync($"/api/predict/{Service}?taskType=command", content);
                put.EnsureSuccessStatusCode();
            }
        })));
    }

    /// <returns>When it was there.</returns>
    private static async Task<long> FirstResultAsync(ConsoleProcess console, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await console.Client.GetAsync($"/api/predict/{Service}/sink?kind=result&_length_=1&_timeout_=30s", cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK)
                return Stopwatch.GetTimestamp();
        }
    }

    private static async Task<(int Ready, int Wanted, long Unfinished)> StateAsync(ConsoleProcess console, CancellationToken cancellationToken)
    {
        var stats = JsonNode.Parse(await console.Client.GetStringAsync($"/api/v1/queues/{Service}/stats", cancellationToken))!;
        return ((int)stats["workers"]!, (int)stats["workers"]! + (int)stats["desiredWorkers"]!, (long)stats["waiting"]! + (long)stats["inFlight"]!);
    }
}
