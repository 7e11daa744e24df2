using System.Diagnostics;
using ElasticJobs.Benchmarks.Consoles;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Pods;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>A million tasks that wait: what they cost in memory and in a restart, and whether the queue is as quick as when it was empty.</summary>
internal static class MillionBenchmark
{
    private const int Waiting = 1_000_000;
    private const int Callers = 256;
    private const int Looks = 300;
    private const string Service = "million";
    private const int UrgentPriority = 9;

    private static readonly Dictionary<string, string> Tags = new() { ["taskType"] = "command" };
    private static readonly QueueSettings Settings = QueueSettings.Default with { MaxLength = Waiting * 2 };

    public static async Task RunAsync(BenchmarkReport report)
    {
        using var directory = new TemporaryDirectory();
        await using (var scheduler = await StartAsync(directory.Path))
        {
            var queue = await scheduler.Queues.OpenAsync(Service, Settings, Service, CancellationToken.None);
            await LatencyAsync(report, queue, "put of an urgent task → at the worker → committed, nothing waits");
            var before = Memory();
            var began = Stopwatch.GetTimestamp();
            var left = Waiting;
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await queue.Input.PutAsync(new FramePut(BenchQueue.Payload(), Tags), CancellationToken.None);
            })));
            report.Add($"{Waiting:N0} puts of {BenchQueue.PayloadBytes} bytes", $"{Waiting / Stopwatch.GetElapsedTime(began).TotalSeconds:N0}/s");
            report.Add("memory of the process before and with them (RSS)", $"{before:N0} MB, {Memory():N0} MB");
            await LatencyAsync(report, queue, "the same with all of them waiting");
        }

        var restarted = Stopwatch.GetTimestamp();
        await using var again = await StartAsync(directory.Path);
        var reopened = await again.Queues.OpenAsync(Service, Settings, Service, CancellationToken.None);
        report.Add("restart until the queue is open with all of them", $"{Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s; {reopened.Input.Describe().Length:N0} tasks are there");
        report.Add("memory of the process then (RSS)", $"{Memory():N0} MB");
        await LatencyAsync(report, reopened, "the same after the restart");
    }

    private static async Task<BenchmarkScheduler> StartAsync(string directory)
    {
        var scheduler = await BenchmarkScheduler.StartAsync(services => services.AddSingleton<Core.Pods.IPodRuntime>(new InstantPodRuntime()), directory: directory);
        while (!scheduler.Queues.IsHere)
            await Task.Delay(20);
        return scheduler;
    }

    /// <summary>One task at a time, before all that wait, for a worker that has nothing to do.</summary>
    private static async Task LatencyAsync(BenchmarkReport report, IServiceQueue queue, string what)
    {
        List<double> times = [];
        var consumer = new ConsumerName(Service, "w");
        for (var i = 0; i < Looks; i++)
        {
            using var stop = new CancellationTokenSource();
            var began = Stopwatch.GetTimestamp();
            await queue.Input.PutAsync(new FramePut(BenchQueue.Payload(), Tags, Priority: UrgentPriority), CancellationToken.None);
            await using (var watch = queue.Input.WatchAsync(new WatchRequest(consumer, 1, 0, new Dictionary<string, string>()), stop.Token).GetAsyncEnumerator(stop.Token))
            {
                await watch.MoveNextAsync();
                if (watch.Current.Frame.Priority != UrgentPriority)
                    throw new InvalidOperationException("The urgent task was not the first.");
                // Else it would be given the next of those that wait.
                queue.Input.Drain(consumer, drains: true);
                await queue.Input.CommitAsync(watch.Current.Frame.Index, consumer, watch.Current.Epoch, CancellationToken.None);
                times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
        }

        var sorted = times.Skip(Looks / 10).Order().ToList();
        report.Add(what, $"p50 {BenchmarkReport.Percentile(sorted, .5):0.00} ms, p99 {BenchmarkReport.Percentile(sorted, .99):0.00} ms");
    }

    private static double Memory()
    {
        GC.Collect();
        return ProcessMemory.Megabytes(Environment.ProcessId);
    }
}
