using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Runs;
using ElasticJobs.Storage.Logs;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Ids;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Benchmarks.Logs;

/// <summary>Logs: taking in, reading, searching, and following live.</summary>
internal static class LogBenchmarks
{
    public static async Task RunAsync(BenchmarkReport report)
    {
        using var directory = new TemporaryDirectory();
        await using var services = new ServiceCollection().AddLogStore(directory.Path).BuildServiceProvider();
        var store = services.GetRequiredService<ILogStore>();

        await new StoredLogBenchmark(store, Key("stored")).RunAsync(report);
        foreach (var viewers in new[] { 1, 20 })
        {
            await new FollowBenchmark(store, Key($"steady{viewers}"), viewers, linesPerSecond: 1_000).RunAsync(report);
            await new FollowBenchmark(store, Key($"busy{viewers}"), viewers, linesPerSecond: 10_000).RunAsync(report);
            await new FollowBenchmark(store, Key($"flood{viewers}"), viewers, linesPerSecond: 200_000).RunAsync(report);
        }
    }

    private static LogKey Key(string task) => new(new AttemptKey(new RunId(SequentialIds.At(1)), task, 1), "main");
}
