using System.Collections.Concurrent;
using System.Diagnostics;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Pods;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>A queue on SQLite, called in its own process: what HTTP adds is not in it. Payloads of 256 bytes, every put durable before it is answered.</summary>
internal static class QueueBenchmark
{
    private const int Puts = 20_000;
    private const int Producers = 64;
    private const int IdlePuts = 500;
    private const string Service = "bench";

    private static readonly byte[] Payload = new byte[256];
    private static readonly Dictionary<string, string> Tags = new() { ["taskType"] = "command" };

    public static async Task RunAsync(BenchmarkReport report)
    {
        var raw = RawCommitsBaseline.PerSecond();
        report.Add("SQLite alone, one row and commit after the other", $"{raw:N0}/s");
        await using var scheduler = await BenchmarkScheduler.StartAsync(new InstantPodRuntime());
        while (!scheduler.Queues.IsHere)
            await Task.Delay(50);

        var queue = await scheduler.Queues.OpenAsync("puts", QueueSettings.Default, "puts", CancellationToken.None);
        var puts = await TimeAsync(() => PutAllAsync(queue.Input, Puts));
        report.Add($"puts of {Producers} callers, durable", $"{Puts / puts:N0}/s, {Puts / puts / raw:0.0} × SQLite alone");
        foreach (var workers in new[] { 1, 8, 64 })
            await WorkAsync(report, scheduler, workers, raw);
        await IdleAsync(report, scheduler);
    }

    /// <summary>Everything at once: put, push to a worker, commit.</summary>
    private static async Task WorkAsync(BenchmarkReport report, BenchmarkScheduler scheduler, int workers, double raw)
    {
        var name = $"{Service}-{workers}";
        var queue = await scheduler.Queues.OpenAsync(name, QueueSettings.Default, name, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var latencies = new ConcurrentBag<double>();
        var done = 0;
        var working = Enumerable.Range(0, workers).Select(worker => Task.Run(() => LoopAsync(worker))).ToList();
        var seconds = await TimeAsync(async () =>
        {
            await PutAllAsync(queue.Input, Puts);
            while (Volatile.Read(ref done) < Puts)
                await Task.Delay(5);
        });
        await stop.CancelAsync();
        await Task.WhenAll(working);
        var sorted = latencies.Order().ToList();
        report.Add(
            $"put, push and commit, {workers} workers with a window of 16",
            $"{Puts / seconds:N0}/s, {Puts / seconds / raw:0.0} × SQLite alone; put → commit p50 {BenchmarkReport.Percentile(sorted, .5):0.0} ms, p99 {BenchmarkReport.Percentile(sorted, .99):0.0} ms");

        async Task LoopAsync(int worker)
        {
            var consumer = new ConsumerName(name, $"w{worker}");
            var commits = new List<Task>();
            try
            {
                await foreach (var watched in queue.Input.WatchAsync(new WatchRequest(consumer, 16, 0, new Dictionary<string, string>()), stop.Token))
                    commits.Add(CommitAsync(watched));
            }
            catch (OperationCanceledException)
            {
                // All is done.
            }

            await Task.WhenAll(commits);

            async Task CommitAsync(WatchedFrame watched)
            {
                await queue.Input.CommitAsync(watched.Frame.Index, consumer, watched.Epoch, CancellationToken.None);
                latencies.Add((TimeProvider.System.GetUtcNow() - watched.Frame.PutAt).TotalMilliseconds);
                Interlocked.Increment(ref done);
            }
        }
    }

    /// <summary>One task at a time for a worker that has nothing to do.</summary>
    private static async Task IdleAsync(BenchmarkReport report, BenchmarkScheduler scheduler)
    {
        const string Name = "idle";
        var queue = await scheduler.Queues.OpenAsync(Name, QueueSettings.Default, Name, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var consumer = new ConsumerName(Name, "w");
        await using var watch = queue.Input.WatchAsync(new WatchRequest(consumer, 1, 0, new Dictionary<string, string>()), stop.Token).GetAsyncEnumerator();
        var (called, answered) = (new List<double>(), new List<double>());
        for (var i = 0; i < IdlePuts; i++)
        {
            var next = watch.MoveNextAsync();
            var began = Stopwatch.GetTimestamp();
            var put = queue.Input.PutAsync(new FramePut(Payload, Tags), CancellationToken.None);
            await next;
            called.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await put;
            answered.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await queue.Input.CommitAsync(watch.Current.Frame.Index, consumer, watch.Current.Epoch, CancellationToken.None);
        }

        called.Sort();
        answered.Sort();
        report.Add("idle worker: put called → task there, durable in between", $"p50 {BenchmarkReport.Percentile(called, .5):0.00} ms, p99 {BenchmarkReport.Percentile(called, .99):0.00} ms; goal p99 < 20 ms");
        report.Add("… put called → answered", $"p50 {BenchmarkReport.Percentile(answered, .5):0.00} ms, p99 {BenchmarkReport.Percentile(answered, .99):0.00} ms");
    }

    private static Task PutAllAsync(IQueueStream stream, int count)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await stream.PutAsync(new FramePut(Payload, Tags), CancellationToken.None);
        })));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
