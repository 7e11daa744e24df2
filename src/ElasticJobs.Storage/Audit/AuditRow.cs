using ElasticJobs.Core.Access;

namespace ElasticJobs.Storage.Audit;

internal sealed class AuditRow
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public Guid? Token { get; init; }

    public string? Project { get; init; }

    public required string Act { get; init; }

    public string? Target { get; init; }

    public string? Detail { get; init; }

    public AuditEntry ToEntry() => new(Id, At, Actor, Token, Project, Act, Target, Detail);
}
