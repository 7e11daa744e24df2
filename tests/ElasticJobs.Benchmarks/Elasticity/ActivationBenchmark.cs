using System.Collections.Concurrent;
using System.Diagnostics;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Elasticity;
using ElasticJobs.Tests.Shared.Pods;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Benchmarks.Elasticity;

/// <summary>From the call of a put, into a queue with no instance, to the call of the runtime that is to start one.</summary>
internal static class ActivationBenchmark
{
    private const int Services = 200;

    public static async Task RunAsync(BenchmarkReport report)
    {
        var created = new ConcurrentDictionary<string, TaskCompletionSource<long>>();
        var runtime = new FakePodRuntime
        {
            OnStart = (pod, _) =>
            {
                created[pod.Labels[ServiceLabels.Service]].TrySetResult(Stopwatch.GetTimestamp());
                return Task.CompletedTask;
            },
        };
        await using var scheduler = await BenchmarkScheduler.StartAsync(services =>
        {
            services.AddSingleton<IPodRuntime>(runtime);
            services.AddSingleton<IInstanceProgram>(new GivenProgram { Console = new Uri("http://127.0.0.1:1") });
        });
        var names = Enumerable.Range(0, Services).Select(i => $"service-{i:000}").ToList();
        foreach (var name in names)
        {
            created[name] = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            await scheduler.Services.PutAsync("default", null, $$$"""{"metadata": {"name": "{{{name}}}", "type": "ScalableJob"}, "containers": [{}], "autoscaler": {"min": 0, "max": 3}}""", null, "bench", CancellationToken.None);
        }

        while (names.Any(name => scheduler.Elasticity.Find(name) is null))
            await Task.Delay(50);

        List<double> times = [];
        foreach (var name in names)
        {
            var queue = await scheduler.Queues.OpenAsync(name, QueueSettings.Default, name, CancellationToken.None);
            var began = Stopwatch.GetTimestamp();
            await queue.Input.PutAsync(new FramePut("true"u8.ToArray(), new Dictionary<string, string> { ["taskType"] = "command" }), CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(began, await created[name].Task).TotalMilliseconds);
        }

        times.Sort();
        report.Add(
            $"put called → start of an instance called, {Services} services at 0, one after the other",
            $"p50 {BenchmarkReport.Percentile(times, .5):0.0} ms, p99 {BenchmarkReport.Percentile(times, .99):0.0} ms; goal p99 < 250 ms");
    }
}
