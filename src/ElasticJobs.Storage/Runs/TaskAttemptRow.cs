using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Runs;

internal sealed class TaskAttemptRow
{
    public required Guid RunId { get; init; }

    public required string Task { get; init; }

    public required int Number { get; init; }

    public required string PodName { get; init; }

    public required TaskState State { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public int? ExitCode { get; init; }

    public string? Node { get; init; }

    public string? Reason { get; init; }

    public string? StopCause { get; init; }

    public required string Manifest { get; init; }

    public double? PeakCpu { get; init; }

    public double? MeanCpu { get; init; }

    public long? PeakMemory { get; init; }

    public long? MeanMemory { get; init; }

    public string? Outputs { get; init; }
}
