using System.Collections.Concurrent;
using ElasticJobs.Benchmarks.Runs;
using ElasticJobs.Core.Queues;
using ElasticJobs.Tests.Shared.Pods;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Benchmarks.Queues;

/// <summary>Ours, called in its own process: what HTTP adds is not in it.</summary>
internal sealed class SchedulerQueue(BenchmarkScheduler scheduler) : BenchQueue
{
    private static readonly Dictionary<string, string> Tags = new() { ["taskType"] = "command" };
    private static readonly Dictionary<string, string> None = [];

    private readonly ConcurrentDictionary<string, IServiceQueue> _queues = [];

    /// <param name="connectionString">Null: SQLite.</param>
    public static async Task<SchedulerQueue> StartAsync(string? connectionString = null)
    {
        var scheduler = await BenchmarkScheduler.StartAsync(services => services.AddSingleton<Core.Pods.IPodRuntime>(new InstantPodRuntime()), connectionString);
        while (!scheduler.Queues.IsHere)
            await Task.Delay(50);
        return new SchedulerQueue(scheduler);
    }

    public override async Task BeginAsync(string name, int workers) => _queues[name] = await scheduler.Queues.OpenAsync(name, QueueSettings.Default, name, CancellationToken.None);

    public override Task PutAsync(string name, int caller, byte[] payload) => _queues[name].Input.PutAsync(new FramePut(payload, Tags), CancellationToken.None);

    public override async Task WorkAsync(string name, int worker, int window, Action<ReadOnlyMemory<byte>> taken, Action<ReadOnlyMemory<byte>> done, CancellationToken cancellationToken)
    {
        var consumer = new ConsumerName(name, $"w{worker}");
        var input = _queues[name].Input;
        var commits = new List<Task>();
        try
        {
            await foreach (var watched in input.WatchAsync(new WatchRequest(consumer, window, 0, None), cancellationToken))
            {
                taken(watched.Frame.Data);
                commits.Add(CommitAsync(watched));
            }
        }
        catch (OperationCanceledException)
        {
            // All is done.
        }

        await Task.WhenAll(commits);

        async Task CommitAsync(WatchedFrame watched)
        {
            await input.CommitAsync(watched.Frame.Index, consumer, watched.Epoch, CancellationToken.None);
            done(watched.Frame.Data);
        }
    }

    public override ValueTask DisposeAsync() => scheduler.DisposeAsync();
}
