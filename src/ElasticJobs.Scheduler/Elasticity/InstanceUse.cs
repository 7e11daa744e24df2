using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Scheduler.Elasticity;

/// <summary>Reads the counters of all instances that are asked for, in one call of the runtime.</summary>
internal sealed partial class InstanceUse(IPodRuntime runtime, IOptions<SchedulerOptions> options, TimeProvider time, ILogger<InstanceUse> logger) : BackgroundService, IInstanceUse
{
    /// <summary>What is older than so many readings is no news of now.</summary>
    private const int FreshFor = 3;

    private readonly ConcurrentDictionary<string, (IReadOnlyList<string> Pods, Action Changed)> _wanted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (ResourceReading Reading, PodUse Use)> _pods = new(StringComparer.Ordinal);
    private bool _fails;

    private TimeSpan Interval => options.Value.InstanceUseInterval;

    public void Want(string service, IReadOnlyList<string> pods, Action changed)
    {
        if (pods.Count == 0)
            _wanted.TryRemove(service, out _);
        else
            _wanted[service] = (pods, changed);
    }

    public PodUse? Of(string pod) => _pods.TryGetValue(pod, out var known) && time.GetUtcNow() - known.Reading.At <= Interval * FreshFor ? known.Use : null;

    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        var wanted = _wanted.Values.ToList();
        var names = wanted.SelectMany(service => service.Pods).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _pods.Keys.Where(pod => !names.Contains(pod)))
            _pods.TryRemove(gone, out _);
        if (names.Count == 0)
            return;
        foreach (var (pod, reading) in await ReadAsync(names, cancellationToken))
            _pods.AddOrUpdate(pod, static (_, now) => (now, Since(null, now)), static (_, before, now) => now.At > before.Reading.At ? (now, Since(before.Reading, now)) : before, reading);
        foreach (var service in wanted)
            service.Changed();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TickAsync(stoppingToken);
    }

    private async Task<IReadOnlyDictionary<string, ResourceReading>> ReadAsync(HashSet<string> names, CancellationToken cancellationToken)
    {
        try
        {
            var readings = await runtime.SampleAsync(names, cancellationToken);
            _fails = false;
            return readings;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_fails)
                LogFailed(names.Count, exception);
            _fails = true;
            return new Dictionary<string, ResourceReading>();
        }
    }

    /// <summary>A counter that ran back, as after a container's restart, tells nothing.</summary>
    private static PodUse Since(ResourceReading? before, ResourceReading now) => new(
        before is not null && now.CpuTime >= before.CpuTime ? (now.CpuTime - before.CpuTime) / (now.At - before.At) : null, now.MemoryBytes, now.GpuUse);

    [LoggerMessage(LogLevel.Warning, "Resource use of {Count} instances can't be read; autoscalers that go by it take none away meanwhile.")]
    private partial void LogFailed(int count, Exception exception);
}
