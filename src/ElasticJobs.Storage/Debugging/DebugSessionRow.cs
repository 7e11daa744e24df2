using ElasticJobs.Core.Debugging;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Storage.Debugging;

internal sealed class DebugSessionRow
{
    public required Guid Id { get; init; }

    public required string Project { get; init; }

    public required string Pipeline { get; init; }

    public required string Task { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public required DebugSessionState State { get; init; }

    public required string Command { get; init; }

    public Guid? SourceRun { get; init; }

    public string? EndReason { get; init; }

    public string? Manifest { get; init; }

    public DebugSession ToSession() => new(
        Id, Project, Pipeline, Task, CreatedBy, CreatedAt, ExpiresAt, State, Command, SourceRun is { } run ? new RunId(run) : null, EndReason)
    { Manifest = Manifest };
}
