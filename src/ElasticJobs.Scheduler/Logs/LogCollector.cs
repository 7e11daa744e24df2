using System.Collections.Concurrent;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ElasticJobs.Scheduler.Logs;

/// <summary>Has the logs of all running attempts and instances indexed: one loop, which looks at those that grow or are watched every 50 ms and at the idle ones less and less often.</summary>
internal sealed partial class LogCollector(ILogStore store, LogTails tails, TimeProvider time, ILogger<LogCollector> logger) : BackgroundService, IAttemptObserver
{
    /// <summary>Between two visits of a log that grows; a line is seen this late at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<LogKey, CollectedLog> _logs = [];

    /// <summary>Containers of attempts that run, which may have written nothing yet.</summary>
    private readonly ConcurrentDictionary<AttemptKey, IReadOnlyList<string>> _containers = [];

    /// <summary>Attempts whose logs are known only as their pods come, and when to look for more.</summary>
    private readonly ConcurrentDictionary<AttemptKey, DateTimeOffset> _growing = [];

    /// <summary>Set while there is something to collect, so that an idle console doesn't tick.</summary>
    private readonly SemaphoreSlim _started = new(0, 1);

    public void Started(TaskAttempt attempt, PodSpec pod)
    {
        store.Open(attempt.Key);
        Follow(attempt.Key, pod.LogNames, pod.Resource is not null);
    }

    public async Task EndedAsync(TaskAttempt attempt, CancellationToken cancellationToken)
    {
        await CompleteAsync(attempt.Key, cancellationToken);
        store.Close(attempt.Key);
    }

    /// <summary>Collects the logs from now on. Again: a no-op.</summary>
    /// <param name="growing">There may come more than those that are named.</param>
    public void Follow(AttemptKey attempt, IReadOnlyList<string> names, bool growing = false)
    {
        _containers[attempt] = names;
        foreach (var name in names)
            _logs.GetOrAdd(new LogKey(attempt, name), key => new CollectedLog(key));
        if (growing)
            _growing[attempt] = default;
        if (growing || names.Count > 1)
            _logs.GetOrAdd(MergedOf(attempt), key => new CollectedLog(key));
        Wake();
    }

    /// <summary>Takes in what is there of all logs, and no more after that.</summary>
    public async Task CompleteAsync(AttemptKey attempt, CancellationToken cancellationToken)
    {
        var containers = store.ListContainers(attempt)
            .Concat(_containers.GetValueOrDefault(attempt) ?? [ContainerSpec.MainName])
            .Distinct(StringComparer.Ordinal)
            .ToList();
        foreach (var container in containers)
        {
            var log = _logs.GetOrAdd(new LogKey(attempt, container), key => new CollectedLog(key));
            await CollectAsync(log, complete: true, cancellationToken);
        }

        // Last: it takes what the others have.
        if (containers.Count > 1 || _logs.ContainsKey(MergedOf(attempt)))
            await CollectAsync(_logs.GetOrAdd(MergedOf(attempt), key => new CollectedLog(key)), complete: true, cancellationToken);
        _containers.TryRemove(attempt, out _);
        _growing.TryRemove(attempt, out _);
    }

    /// <summary>One round over the logs that are due.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        LookForMore();
        foreach (var (key, log) in _logs)
        {
            if (log.Due > time.GetUtcNow() && (log.HasFailed || !(tails.IsWatched(key) || tails.IsWatched(MergedOf(key.Attempt)))))
                continue;
            try
            {
                await CollectAsync(log, complete: false, cancellationToken);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (!log.HasFailed)
                    LogIndexingFailed(key, e);
                log.Failed(time.GetUtcNow());
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (_logs.IsEmpty && _growing.IsEmpty)
                await _started.WaitAsync(stoppingToken);
            await TickAsync(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    public override void Dispose()
    {
        _started.Dispose();
        base.Dispose();
    }

    private static LogKey MergedOf(AttemptKey attempt) => new(attempt, LogKey.Merged);

    private void LookForMore()
    {
        foreach (var attempt in _growing.Where(attempt => attempt.Value <= time.GetUtcNow()).Select(attempt => attempt.Key))
        {
            foreach (var name in store.ListContainers(attempt))
                _logs.GetOrAdd(new LogKey(attempt, name), key => new CollectedLog(key));
            _growing.TryUpdate(attempt, time.GetUtcNow() + LookInterval, _growing.GetValueOrDefault(attempt));
        }
    }

    private async Task CollectAsync(CollectedLog log, bool complete, CancellationToken cancellationToken)
    {
        await log.Gate.WaitAsync(cancellationToken);
        try
        {
            // Indexing a backlog of gigabytes takes seconds of processor time, which the engine's own thread must not give.
            var state = complete
                ? await Task.Run(() => store.IndexAsync(log.Key, complete, cancellationToken).AsTask(), cancellationToken)
                : await store.IndexAsync(log.Key, complete, cancellationToken);
            log.Visited(state.Total, time.GetUtcNow());
            if (state.IsComplete)
                _logs.TryRemove(log.Key, out _);
            tails.Publish(log.Key, state);
        }
        finally
        {
            log.Gate.Release();
        }
    }

    private void Wake()
    {
        try
        {
            _started.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake.
        }
    }

    [LoggerMessage(LogLevel.Error, "The log {Log} can't be indexed; its raw output is kept and indexing is tried again.")]
    private partial void LogIndexingFailed(LogKey log, Exception exception);
}
