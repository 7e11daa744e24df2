using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Tests.Shared.Postgres;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>The queue in its own process and as a console, on SQLite and PostgreSQL, beside Redis and RabbitMQ. Payloads of 256 bytes, every put durable before it is answered.</summary>
internal static class QueueBenchmark
{
    private const int Tasks = 20_000;

    /// <summary>Where each task takes requests of its own.</summary>
    private const int FewTasks = 10_000;

    public static async Task RunAsync(BenchmarkReport report)
    {
        report.Add("machine's load before", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        var raw = RawCommitsBaseline.PerSecond();
        report.Add("SQLite alone, one row and commit after the other", $"{raw:N0}/s");
        await using (var queue = await SchedulerQueue.StartAsync())
            await QueueLoad.RunAsync(report, "in process, SQLite", queue, raw, Tasks);
        await using (var database = await PostgresServer.CreateDatabaseAsync(isDurable: true))
        await using (var queue = await SchedulerQueue.StartAsync(database.ConnectionString))
            await QueueLoad.RunAsync(report, "in process, PostgreSQL", queue, raw, Tasks);
        await using (var queue = await ConsoleQueue.StartAsync())
            await QueueLoad.RunAsync(report, "console, SQLite", queue, raw, FewTasks);
        await using (var database = await PostgresServer.CreateDatabaseAsync(isDurable: true))
        await using (var queue = await ConsoleQueue.StartAsync(database.ConnectionString))
            await QueueLoad.RunAsync(report, "console, PostgreSQL", queue, raw, FewTasks);
        await PeerAsync(report, "Redis", RedisQueue.Program, "redis-server", async () => await RedisQueue.StartAsync(), raw);
        await PeerAsync(report, "RabbitMQ", RabbitQueue.Program, "rabbitmq-server", async () => await RabbitQueue.StartAsync(), raw);
        report.Add("machine's load after", $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    private static async Task PeerAsync(BenchmarkReport report, string name, string program, string package, Func<Task<BenchQueue>> start, double raw)
    {
        if (!File.Exists(program))
        {
            report.Add(name, $"left out: it is not installed; apt-get install {package}");
            return;
        }

        await using var queue = await start();
        await QueueLoad.RunAsync(report, name, queue, raw, FewTasks);
    }
}
