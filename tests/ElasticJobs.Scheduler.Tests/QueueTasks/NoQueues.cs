using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Tests.QueueTasks;

/// <summary>Where nothing is deployed nobody opens a queue.</summary>
internal sealed class NoQueues : IQueueHost
{
    public bool IsHere => true;

    public Task<IServiceQueue> OpenAsync(string service, QueueSettings settings, string? workers, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"The queue of '{service}' was opened, and there is no such service.");

    public Task CloseAsync(string service) => Task.CompletedTask;
}
