using ElasticJobs.Core.Queues;

namespace ElasticJobs.Scheduler.Queues;

/// <summary>What is on its way to a consumer.</summary>
/// <param name="IsRevoked">The frame was deleted while the consumer had it.</param>
internal readonly record struct Sending(long Index, long Epoch, int Deliveries, bool IsRevoked)
{
    public static Sending Of(Delivery delivery) => new(delivery.Index, delivery.Epoch, delivery.Deliveries, IsRevoked: false);
}
