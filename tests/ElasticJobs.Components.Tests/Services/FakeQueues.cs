using System.Collections.Concurrent;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>Queues of services in memory.</summary>
internal sealed class FakeQueues(TimeProvider time) : IQueueHost
{
    private readonly ConcurrentDictionary<string, FakeServiceQueue> _queues = [];

    public bool IsHere { get; set; } = true;

    public FakeServiceQueue this[string service] => _queues.GetOrAdd(service, name => new FakeServiceQueue(name, time));

    public Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken) => Task.FromResult<IServiceQueue>(this[service]);

    public Task CloseAsync(string service) => Task.CompletedTask;
}
