using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;
using ElasticJobs.Core.Runs;
using ElasticJobs.Scheduler.Leadership;

namespace ElasticJobs.Scheduler.Queues;

internal sealed class QueueHost(IQueueStore store, IPayloadStore payloads, QueueLeases leases, Lead lead, TimeProvider time, IIdGenerator ids) : IQueueHost, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ServiceQueue>>> _queues = new(StringComparer.Ordinal);

    public bool IsHere => lead.IsHere;

    public async Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken)
    {
        var opening = _queues.GetOrAdd(service, _ => new Lazy<Task<ServiceQueue>>(
            () => ServiceQueue.OpenAsync(service, settings, workers, store, payloads, leases, time, ids.NewId, CancellationToken.None)));
        try
        {
            var queue = await opening.Value.WaitAsync(cancellationToken);
            queue.Apply(settings);
            return queue;
        }
        catch when (opening.Value.IsFaulted)
        {
            // The next who asks tries again.
            _queues.TryRemove(KeyValuePair.Create(service, opening));
            throw;
        }
    }

    public async Task CloseAsync(string service)
    {
        if (_queues.TryRemove(service, out var open) && open.IsValueCreated)
            await (await open.Value).DisposeAsync();
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
