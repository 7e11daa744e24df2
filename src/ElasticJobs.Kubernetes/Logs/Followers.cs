using System.Collections.Concurrent;

namespace ElasticJobs.Kubernetes.Logs;

/// <summary>What follows the logs of containers from one beginning to the next pause.</summary>
internal sealed class Followers : IDisposable
{
    private readonly ConcurrentDictionary<(string Uid, string Container), Lazy<Task>> _all = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Begins if nothing follows the container yet.</summary>
    public void Follow(string uid, string container, Func<CancellationToken, Task> follow) =>
        _ = _all.GetOrAdd((uid, container), _ => new Lazy<Task>(() => Task.Run(() => follow(_stop.Token)))).Value;

    /// <summary>Whether the container's log is whole.</summary>
    public bool IsWhole(string? uid, string container) => _all.TryGetValue((uid ?? "", container), out var follower) && follower.Value.IsCompletedSuccessfully;

    public IEnumerable<Task> Of(string? uid) => _all.Where(follower => follower.Key.Uid == uid).Select(follower => follower.Value.Value);

    public void Forget(string? uid)
    {
        foreach (var key in _all.Keys.Where(key => key.Uid == uid))
            _all.TryRemove(key, out _);
    }

    /// <summary>Completes when all have ended, and what was before them.</summary>
    public async Task EndAsync(Task before)
    {
        await _stop.CancelAsync();
        foreach (var follower in _all.Values)
            await follower.Value.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await before;
        Dispose();
    }

    public void Dispose() => _stop.Dispose();
}
