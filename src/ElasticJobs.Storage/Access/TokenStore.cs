using System.Collections.Concurrent;
using ElasticJobs.Core.Access;
using ElasticJobs.Storage.Database;
using ElasticJobs.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using static ElasticJobs.Storage.Writing.SqlType;

namespace ElasticJobs.Storage.Access;

internal sealed class TokenStore(IDbContextFactory<ElasticJobsDbContext> contexts, GroupWriter writer) : ITokenStore
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    private static readonly SqlStatement Insert = new(
        """
        INSERT INTO api_tokens (id, name, project, role, hash, created_by, created_at, expires_at, revoked_at, last_used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        Id, Text, Text, Text, Text, Text, Time, Time, Time, Time);

    private static readonly SqlStatement Revoke = new("UPDATE api_tokens SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL", Time, Id);

    private static readonly SqlStatement Touch = new("UPDATE api_tokens SET last_used_at = $1 WHERE id = $2 AND (last_used_at IS NULL OR last_used_at < $1)", Time, Id);

    // Spares a write on each request; as many entries as there are tokens in use.
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _touched = new();

    public Task AddAsync(ApiToken token, CancellationToken cancellationToken) => writer.WriteAsync(
        Insert.With(
            token.Id, token.Name, token.Project, token.Role.ToString(), token.Hash, token.CreatedBy, token.CreatedAt, token.ExpiresAt, token.RevokedAt, token.LastUsedAt),
        cancellationToken);

    public async Task<ApiToken?> FindByHashAsync(string hash, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(token => token.Hash == hash, cancellationToken);
        return row?.ToToken();
    }

    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.ApiTokens.AsNoTracking().OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToToken())];
    }

    public async Task<bool> RevokeAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken) =>
        await writer.WriteAsync(Revoke.With(at, id), cancellationToken) > 0;

    public async Task TouchAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (_touched.TryGetValue(id, out var last) && at - last < TouchInterval)
        {
            return;
        }

        _touched[id] = at;
        await writer.WriteAsync(Touch.With(at, id), cancellationToken);
    }
}
