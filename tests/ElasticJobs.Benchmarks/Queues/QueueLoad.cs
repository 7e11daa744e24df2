using System.Collections.Concurrent;
using System.Diagnostics;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>The same load for any queue.</summary>
internal static class QueueLoad
{
    private const int Callers = 64;
    private const int Window = 16;
    private const int IdlePuts = 300;
    private static readonly int[] WorkerCounts = [1, 8, 64];

    /// <param name="raw">Commits a second of SQLite alone.</param>
    /// <param name="tasks">Of each row.</param>
    public static async Task RunAsync(BenchmarkReport report, string what, BenchQueue queue, double raw, int tasks)
    {
        await queue.BeginAsync("puts", 0);
        var puts = tasks / await TimeAsync(() => PutAllAsync(queue, "puts", tasks));
        report.Add($"{what}: puts of {Callers} callers", $"{puts:N0}/s, {puts / raw:0.0} × SQLite alone");
        foreach (var workers in WorkerCounts)
            await WorkAsync(report, what, queue, workers, raw, tasks);
        await IdleAsync(report, what, queue);
    }

    /// <summary>Everything at once: put, push to a worker, commit.</summary>
    private static async Task WorkAsync(BenchmarkReport report, string what, BenchQueue queue, int workers, double raw, int tasks)
    {
        var name = $"work-{workers}";
        await queue.BeginAsync(name, workers);
        using var stop = new CancellationTokenSource();
        var latencies = new ConcurrentBag<double>();
        var done = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = Enumerable.Range(0, workers).Select(worker => Task.Run(() => queue.WorkAsync(name, worker, Window, _ => { }, Done, stop.Token))).ToList();
        var seconds = await TimeAsync(async () =>
        {
            await PutAllAsync(queue, name, tasks);
            await all.Task;
        });
        await stop.CancelAsync();
        await Task.WhenAll(working);
        var sorted = latencies.Order().ToList();
        report.Add(
            $"{what}: put, push and commit, {workers} workers",
            $"{tasks / seconds:N0}/s, {tasks / seconds / raw:0.0} × SQLite alone; put called → committed p50 {BenchmarkReport.Percentile(sorted, .5):0.0} ms, p99 {BenchmarkReport.Percentile(sorted, .99):0.0} ms");

        void Done(ReadOnlyMemory<byte> payload)
        {
            latencies.Add(BenchQueue.AgeMs(payload.Span));
            if (Interlocked.Increment(ref done) == tasks)
                all.SetResult();
        }
    }

    /// <summary>One task at a time for a worker that has nothing to do.</summary>
    private static async Task IdleAsync(BenchmarkReport report, string what, BenchQueue queue)
    {
        const string Name = "idle";
        await queue.BeginAsync(Name, 1);
        using var stop = new CancellationTokenSource();
        using var next = new SemaphoreSlim(0);
        List<double> latencies = [];
        var working = Task.Run(() => queue.WorkAsync(Name, 0, 1, payload => latencies.Add(BenchQueue.AgeMs(payload.Span)), _ => next.Release(), stop.Token));
        for (var i = 0; i < IdlePuts; i++)
        {
            await queue.PutAsync(Name, 0, BenchQueue.Payload());
            await next.WaitAsync();
        }

        await stop.CancelAsync();
        await working;
        // What is compiled and connected on the way is not the queue's.
        var sorted = latencies.Skip(IdlePuts / 10).Order().ToList();
        report.Add($"{what}: idle worker, put called → task there", $"p50 {BenchmarkReport.Percentile(sorted, .5):0.00} ms, p99 {BenchmarkReport.Percentile(sorted, .99):0.00} ms");
    }

    private static Task PutAllAsync(BenchQueue queue, string name, int tasks)
    {
        var left = tasks;
        return Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await queue.PutAsync(name, caller, BenchQueue.Payload());
        })));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
