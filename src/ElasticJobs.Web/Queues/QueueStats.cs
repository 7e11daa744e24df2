using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Queues;
using ElasticJobs.Web.Api;

namespace ElasticJobs.Web.Queues;

/// <summary>A queue in numbers.</summary>
internal static class QueueStats
{
    /// <summary>Null: this console does not lead.</summary>
    public static async Task<QueueStatsDto?> ReadAsync(Deployment service, IQueueHost host, IElasticity elasticity, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!host.IsHere)
            return null;
        var queue = await host.OpenAsync(service.Name, service.Spec.Queue, service.Name, cancellationToken);
        var workers = queue.Input.Describe().Groups.FirstOrDefault(group => group.Name == service.Name);
        var connected = workers?.Consumers.Where(consumer => consumer.IsConnected).ToList() ?? [];
        var oldest = await queue.Input.GetAsync(0, 1, new Dictionary<string, string>(), null, TimeSpan.Zero, delete: false, cancellationToken);
        return new QueueStatsDto(
            workers?.Waiting ?? 0,
            workers?.InFlight ?? 0,
            oldest.Count > 0 ? Math.Max(0, (time.GetUtcNow() - oldest[0].PutAt).TotalSeconds) : 0,
            connected.Count,
            connected.Count(consumer => consumer.InFlight == 0),
            queue.DeadLetters.Describe().Length,
            queue.Output.Describe().Length,
            elasticity.Find(service.Name)?.Decision?.Desired ?? 0);
    }
}
