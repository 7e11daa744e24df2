using System.Collections.Concurrent;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Resources;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Resources;

/// <summary>Reads the counters of all running attempts: of watched ones every 2 s, of the others every 15 s, of new ones at once, so that a short task has a point too.</summary>
internal sealed partial class SampleCollector(
    IPodRuntime runtime, ISampleStore store, IRunStore runs, SampleHub hub, TimeProvider time, ILogger<SampleCollector> logger) : BackgroundService, IAttemptObserver
{
    public static readonly TimeSpan FirstInterval = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan EarlyInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan WatchedInterval = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan StoredInterval = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Points that wait for a store that fails; beyond, the oldest go: some minutes of 1,000 attempts.</summary>
    private const int MaxUnstored = 20_000;

    private readonly ConcurrentDictionary<AttemptKey, SampledAttempt> _attempts = [];
    private readonly List<(AttemptKey Attempt, ResourceSample Sample)> _unstored = [];
    private readonly SemaphoreSlim _started = new(0, 1);
    private bool _samplingFails;
    private bool _storingFails;

    public void Started(TaskAttempt attempt, PodSpec pod)
    {
        // What an instance uses is the instance's.
        if (pod.QueueTask is not null)
            return;
        _attempts.GetOrAdd(attempt.Key, key => new SampledAttempt(key, attempt.PodName, attempt.CreatedAt, time.GetUtcNow()));
        try
        {
            _started.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    public async Task EndedAsync(TaskAttempt attempt, CancellationToken cancellationToken)
    {
        _attempts.TryGetValue(attempt.Key, out var sampled);
        if (sampled?.End() is { } rest)
            await store.AppendAsync([(attempt.Key, rest)], cancellationToken);
        var use = sampled is { IsAdopted: false }
            ? sampled.Use
            : UseMeter.Of(await store.ReadAsync(attempt.Key, since: null, cancellationToken), attempt.CreatedAt).Use;
        if (use is not null)
            await runs.SetUseAsync(attempt.Key, use, cancellationToken);
        _attempts.TryRemove(attempt.Key, out _);
        hub.Complete(attempt.Key);
    }

    /// <summary>Null: not an attempt that runs, as far as is known here.</summary>
    public IReadOnlyList<ResourceSample>? Recent(AttemptKey attempt) => _attempts.GetValueOrDefault(attempt)?.Recent;

    /// <summary>One reading of all that are due.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var due = _attempts.Values.Where(attempt => attempt.IsDue(now, hub.IsWatched(attempt.Key))).ToList();
        if (due.Count > 0)
        {
            var readings = await ReadAsync(due, cancellationToken);
            foreach (var attempt in due)
            {
                if (readings.TryGetValue(attempt.PodName, out var reading))
                    Take(attempt, reading, now);
                else
                    attempt.Missed(now);
            }
        }
        await StoreAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (_attempts.IsEmpty && _unstored.Count == 0)
                await _started.WaitAsync(stoppingToken);
            await TickAsync(stoppingToken);
            await Task.Delay(TickInterval, time, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _started.Dispose();
        base.Dispose();
    }

    private void Take(SampledAttempt attempt, ResourceReading reading, DateTimeOffset now)
    {
        var (live, toStore) = attempt.Take(reading, now);
        if (live is not null)
            hub.Publish(attempt.Key, live);
        if (toStore is not null)
            _unstored.Add((attempt.Key, toStore));
    }

    private async Task<IReadOnlyDictionary<string, ResourceReading>> ReadAsync(List<SampledAttempt> due, CancellationToken cancellationToken)
    {
        try
        {
            var readings = await runtime.SampleAsync([.. due.Select(attempt => attempt.PodName)], cancellationToken);
            _samplingFails = false;
            return readings;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_samplingFails)
                SamplingFailed(due.Count, e);
            _samplingFails = true;
            return new Dictionary<string, ResourceReading>();
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        if (_unstored.Count == 0)
            return;
        try
        {
            await store.AppendAsync([.. _unstored], cancellationToken);
            _unstored.Clear();
            _storingFails = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (!_storingFails)
                StoringFailed(_unstored.Count, e);
            _storingFails = true;
            if (_unstored.Count > MaxUnstored)
                _unstored.RemoveRange(0, _unstored.Count - MaxUnstored);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Resource use of {Count} attempts can't be read; it is tried again.")]
    private partial void SamplingFailed(int count, Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Count} points of resource charts can't be stored; they are kept for the next try.")]
    private partial void StoringFailed(int count, Exception exception);
}
