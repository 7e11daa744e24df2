using System.Security.Claims;
using System.Text.Encodings.Web;
using ElasticJobs.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ElasticJobs.Web.Access;

/// <summary>
/// Service tokens: <c>Authorization: Bearer ej_...</c>, and for clients that can't set headers on a WebSocket the query's <c>access_token</c> under <c>/hubs</c>.
/// </summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ITokenStore tokens, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";
    private const string Prefix = "Bearer ";
    private static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(1);

    public static bool IsMeant(HttpRequest request) =>
        request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        || (request.Path.StartsWithSegments("/hubs") && request.Query.ContainsKey("access_token"));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsMeant(Request))
        {
            return AuthenticateResult.NoResult();
        }

        var header = Request.Headers.Authorization.ToString();
        var secret = header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? header[Prefix.Length..].Trim() : Request.Query["access_token"].ToString();
        var token = await tokens.FindByHashAsync(TokenSecrets.Hash(secret), Context.RequestAborted);
        var now = time.GetUtcNow();
        if (token is null || !token.IsValidAt(now))
        {
            return AuthenticateResult.Fail("The token is unknown, expired or revoked.");
        }

        if (token.LastUsedAt is null || now - token.LastUsedAt > TouchEvery)
        {
            await tokens.TouchAsync(token.Id, now, Context.RequestAborted);
        }

        return AuthenticateResult.Success(new AuthenticationTicket(Principal(token), SchemeName));
    }

    private static ClaimsPrincipal Principal(ApiToken token)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, token.Id.ToString()),
            new(ClaimTypes.Name, "token:" + token.Name),
            new(ClaimNames.Token, token.Id.ToString()),
            new(ClaimNames.TokenRole, token.Role.ToString()),
        ];
        if (token.Project is { } project)
        {
            claims.Add(new(ClaimNames.TokenProject, project));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName));
    }
}
