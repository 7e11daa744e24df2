using ElasticJobs.Core.Queues;
using ElasticJobs.Storage.Database;

namespace ElasticJobs.Storage.Queues;

internal sealed class QueueStreamRow
{
    public required Guid Id { get; init; }

    public required string Queue { get; init; }

    public required StreamKind Kind { get; init; }
}

internal sealed class QueueFrameRow
{
    public required Guid Stream { get; init; }

    public required long Index { get; init; }

    public required string RequestId { get; init; }

    public required int Priority { get; init; }

    public required string Tenant { get; init; }

    public string? Tags { get; init; }

    public required byte[] Data { get; init; }

    /// <summary>See <see cref="PayloadRef"/>.</summary>
    public string? Payload { get; init; }

    public required DateTimeOffset PutAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public required int Deliveries { get; init; }

    public required long Epoch { get; init; }

    public string? Holder { get; init; }

    public FrameOutcome? Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Reason { get; init; }

    public QueueFrame ToFrame() => new()
    {
        Index = Index,
        RequestId = RequestId,
        Priority = Priority,
        Tenant = Tenant,
        Tags = StoredJson.ToTexts(Tags),
        Data = Data,
        Payload = PayloadRef.Parse(Payload),
        PutAt = PutAt,
        NotBefore = NotBefore,
        Deliveries = Deliveries,
        Epoch = Epoch,
        Holder = Holder,
        Reason = Reason,
        End = Outcome is { } outcome ? new FrameEnd(outcome, EndedAt!.Value) : null,
    };
}
