using System.Security.Claims;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Access;

/// <summary>Makes, lists and revokes service tokens for those who may: admins of a project for it, admins of the console for all.</summary>
internal sealed class TokenIssuing(ITokenStore tokens, IProjectAccess access, AuditLog audit, IIdGenerator ids, TimeProvider time)
{
    private const int LongestName = 100;

    /// <summary>Those that the person may see, newest first.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(ClaimsPrincipal user, string project, CancellationToken cancellationToken)
    {
        await access.RequireAsync(user, project, ProjectRole.Admin, cancellationToken);
        var all = await access.IsConsoleAdminAsync(user, cancellationToken);
        return [.. (await tokens.ListAsync(cancellationToken)).Where(token => all || token.Project == project)];
    }

    /// <param name="boundTo">Null: every project, which takes an admin of the console.</param>
    /// <param name="lifetime">Null: until it is revoked.</param>
    /// <returns>The token and its secret, which can't be had again.</returns>
    public async Task<(ApiToken Token, string Secret)> CreateAsync(
        ClaimsPrincipal user, string project, string name, ProjectRole role, string? boundTo, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        await access.RequireAsync(user, project, ProjectRole.Admin, cancellationToken);
        if (boundTo != project)
        {
            await access.RequireConsoleAdminAsync(user, cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
        {
            throw new RefusedException(RefusalKind.Invalid, "token_name", $"A token needs a name of 1 to {LongestName} characters.", "Name what will use it, e.g. nightly-training.");
        }

        var secret = TokenSecrets.Create(TokenSecrets.ForApi);
        var now = time.GetUtcNow();
        var token = new ApiToken(ids.NewId(), name.Trim(), boundTo, role, TokenSecrets.Hash(secret), user.Name(), now, now + lifetime, null, null);
        await tokens.AddAsync(token, cancellationToken);
        await audit.AddAsync(user, boundTo, new AuditedAct(AuditActs.TokenCreate, token.Name, role.ToString()));
        return (token, secret);
    }

    public async Task RevokeAsync(ClaimsPrincipal user, string project, Guid id, CancellationToken cancellationToken)
    {
        var token = (await ListAsync(user, project, cancellationToken)).FirstOrDefault(token => token.Id == id) ?? throw Refusals.TokenNotFound();
        if (await tokens.RevokeAsync(id, time.GetUtcNow(), cancellationToken))
        {
            await audit.AddAsync(user, token.Project, new AuditedAct(AuditActs.TokenRevoke, token.Name));
        }
    }
}
