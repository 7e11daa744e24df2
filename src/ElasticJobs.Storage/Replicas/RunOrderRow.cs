using ElasticJobs.Core;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Replicas;

internal sealed class RunOrderRow
{
    public required Guid RunId { get; init; }

    public required RunOrderKind Kind { get; init; }

    public required string Actor { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }

    public required bool IsAnswered { get; init; }

    /// <summary>Of a refusal, like the next three. Null: not answered, or done.</summary>
    public RefusalKind? RefusalKind { get; init; }

    public string? RefusalCode { get; init; }

    public string? RefusalMessage { get; init; }

    public string? RefusalFix { get; init; }
}
