namespace ElasticJobs.Core.Queues;

/// <summary>A frame that was given to a consumer.</summary>
/// <param name="Epoch">Of the lease: what is said under an older one no longer counts.</param>
/// <param name="Deliveries">With this one.</param>
public readonly record struct Delivery(long Index, Consumer Consumer, long Epoch, int Deliveries);

/// <summary>A lease that has ended without the frame being done.</summary>
/// <param name="Deliveries">So far; see <see cref="QueueRules.MaxDeliveries"/>.</param>
/// <param name="NotBefore">When it may be given to somebody again. Null: it was given often enough and is to be a dead letter.</param>
/// <param name="Reason">In words.</param>
public readonly record struct LeaseEnd(long Index, long Epoch, int Deliveries, DateTimeOffset? NotBefore, string Reason);

/// <summary>Whether a commit counts.</summary>
public enum CommitVerdict
{
    /// <summary>It is to be stored, and then <see cref="ConsumerGroup.EndCommit"/> called.</summary>
    Accepted,

    /// <summary>The frame is not there any more: it was committed before, which a client that asks again may be told.</summary>
    Gone,

    /// <summary>The frame is another's now.</summary>
    Fenced,
}
