using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Runs;

internal sealed class TaskRunRow
{
    public required Guid RunId { get; init; }

    public required string Task { get; init; }

    /// <summary>Place in the list that the run was made with: tasks are read in the document's order.</summary>
    public required int Position { get; init; }

    public required TaskState State { get; init; }

    public int Attempt { get; init; }

    public int Tries { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public string? Reason { get; init; }

    public int? ExitCode { get; init; }

    public string? Outputs { get; init; }
}
