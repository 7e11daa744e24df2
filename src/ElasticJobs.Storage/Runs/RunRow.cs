using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Runs;

/// <summary>A run as the table holds it; JSON columns are text. What <see cref="RunStatements.UpdateRun"/> leaves out never changes.</summary>
internal sealed class RunRow
{
    public required Guid Id { get; init; }

    public required string Project { get; init; }

    public required string Pipeline { get; init; }

    public required int Revision { get; init; }

    public required RunTrigger Trigger { get; init; }

    public required RunState State { get; init; }

    public required string Parameters { get; init; }

    public required DateTimeOffset ExecutionDate { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public StopRequest StopRequest { get; init; }

    public string? StopRequestedBy { get; init; }

    public string? Reason { get; init; }

    public Guid? SourceRun { get; init; }

    public string? OnlyTasks { get; init; }

    public string? SeedOutputs { get; init; }

    public string? DraftDocument { get; init; }

    public long Version { get; init; }
}
