using ElasticJobs.Core.Queues;

namespace ElasticJobs.Components.Tests.Services;

/// <summary>Queues of services in memory.</summary>
internal sealed class FakeQueues(TimeProvider time) : IQueueHost
{
    private readonly Dictionary<string, FakeServiceQueue> _queues = [];

    public bool IsHere { get; set; } = true;

    public FakeServiceQueue this[string service] => _queues.TryGetValue(service, out var queue) ? queue : _queues[service] = new FakeServiceQueue(service, time);

    public Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken) => Task.FromResult<IServiceQueue>(this[service]);

    public Task CloseAsync(string service) => Task.CompletedTask;
}
