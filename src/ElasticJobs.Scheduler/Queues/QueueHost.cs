using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Scheduler.Queues;

internal sealed class QueueHost(IQueueStore store, QueueLeases leases, TimeProvider time, IIdGenerator ids) : IQueueHost, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ServiceQueue>>> _queues = new(StringComparer.Ordinal);

    public async Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken)
    {
        var opening = _queues.GetOrAdd(service, _ => new Lazy<Task<ServiceQueue>>(
            () => ServiceQueue.OpenAsync(service, settings, workers, store, leases, time, () => ids.NewId().ToString("N"), CancellationToken.None)));
        try
        {
            return await opening.Value.WaitAsync(cancellationToken);
        }
        catch when (opening.Value.IsFaulted)
        {
            // The next who asks tries again.
            _queues.TryRemove(KeyValuePair.Create(service, opening));
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var queue in _queues.Values)
        {
            if (queue.Value.IsCompletedSuccessfully)
                await (await queue.Value).DisposeAsync();
        }
    }
}
