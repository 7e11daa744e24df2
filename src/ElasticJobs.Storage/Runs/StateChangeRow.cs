namespace ElasticJobs.Storage.Runs;

internal sealed class StateChangeRow
{
    /// <summary>Given by the database, over all runs.</summary>
    public long Sequence { get; init; }

    public required Guid RunId { get; init; }

    public string? Task { get; init; }

    public int? Attempt { get; init; }

    public required string FromState { get; init; }

    public required string ToState { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }

    public required string Cause { get; init; }

    public required string Actor { get; init; }
}
