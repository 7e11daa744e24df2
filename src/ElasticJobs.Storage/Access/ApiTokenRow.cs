using ElasticJobs.Core.Access;

namespace ElasticJobs.Storage.Access;

internal sealed class ApiTokenRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public string? Project { get; init; }

    public required ProjectRole Role { get; init; }

    public required string Hash { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public ApiToken ToToken() => new(Id, Name, Project, Role, Hash, CreatedBy, CreatedAt, ExpiresAt, RevokedAt, LastUsedAt);
}
