using System.Collections.Concurrent;
using System.Diagnostics;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Tests.Shared.Pods;

/// <summary>A runtime and everything that its watch has told.</summary>
public sealed class WatchedRuntime : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, PodStatus> _known = new();
    private readonly TaskCompletionSource _snapshot = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _watch;
    private int _disposals;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WatchedRuntime(IPodRuntime runtime)
    {
        Runtime = runtime;
        _watch = Task.Run(WatchAsync);
    }

    public IPodRuntime Runtime { get; }

    public IReadOnlyCollection<PodStatus> Known => [.. _known.Values];

    /// <summary>Every state in the order told.</summary>
    public ConcurrentQueue<PodStatus> Told { get; } = new();

    /// <summary>Stopwatch time at which a pod's end was told.</summary>
    public ConcurrentDictionary<string, long> EndedAt { get; } = new();

    public Task SnapshotAsync() => _snapshot.Task.WaitAsync(Patience);

    public Task StartAsync(PodSpec pod) => Runtime.StartAsync(pod, CancellationToken.None);

    /// <summary>Until its end is told and its log is whole.</summary>
    public async Task<PodStatus> RunAsync(PodSpec pod)
    {
        await StartAsync(pod);
        var end = await EndOfAsync(pod.Name);
        await Runtime.DrainLogsAsync(pod.Name, CancellationToken.None);
        return end;
    }

    public Task<PodStatus> EndOfAsync(string pod) => WhenAsync(pod, status => status.IsTerminal, "end");

    public Task<PodStatus> RunningAsync(string pod) => WhenAsync(pod, status => status.Phase != PodPhase.Pending, "run");

    public Task<PodStatus> WhenCodeAsync(string pod, int code) => WhenAsync(pod, status => status.ExitCode == code, $"end with {code}");

    /// <param name="what">Completes the sentence "Pod p didn't ...".</param>
    public async Task<PodStatus> WhenAsync(string pod, Func<PodStatus, bool> condition, string what)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (_known.TryGetValue(pod, out var status) && condition(status))
                return status;
            try
            {
                await changed.WaitAsync(Patience - Stopwatch.GetElapsedTime(since));
            }
            catch (Exception error) when (error is TimeoutException or ArgumentOutOfRangeException)
            {
                throw new TimeoutException($"Pod '{pod}' didn't {what} within {Patience}; last told: {status?.ToString() ?? "nothing"}.", error);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposals, 1) != 0)
            return;
        await _stop.CancelAsync();
        await _watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ((IAsyncDisposable)Runtime).DisposeAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        await foreach (var change in Runtime.WatchAsync(_stop.Token))
        {
            if (change.Status is not { } status)
            {
                _snapshot.TrySetResult();
                continue;
            }

            if (status.IsTerminal)
                EndedAt[status.Name] = Stopwatch.GetTimestamp();
            _known[status.Name] = status;
            Told.Enqueue(status);
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }
}
