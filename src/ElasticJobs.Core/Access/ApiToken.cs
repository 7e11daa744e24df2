namespace ElasticJobs.Core.Access;

/// <summary>A service token. The secret is shown once and kept as a SHA-256 hash.</summary>
/// <param name="Project">Null: every project, and the console's own settings when the role is Admin.</param>
public sealed record ApiToken(
    Guid Id,
    string Name,
    string? Project,
    ProjectRole Role,
    string Hash,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt,
    DateTimeOffset? LastUsedAt)
{
    public bool IsValidAt(DateTimeOffset now) => RevokedAt is null && !(ExpiresAt <= now);
}

public interface ITokenStore
{
    Task AddAsync(ApiToken token, CancellationToken cancellationToken);

    Task<ApiToken?> FindByHashAsync(string hash, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>May be coarse: at most once a minute per token.</summary>
    Task TouchAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken);
}
