using System.Net;
using ElasticJobs.Core.Access;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Access;

[Collection(ConsoleCollection.Name)]
public sealed class TokenTests(TestConsole console)
{
    private DateTimeOffset Now => console.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    [Fact]
    public async Task Token_ExpiredRevokedOrUnknown_LetsNobodyIn()
    {
        string[] secrets =
        [
            await console.AddTokenAsync(ProjectRole.Admin, expiresAt: Now.AddSeconds(-1)),
            await console.AddTokenAsync(ProjectRole.Admin, revokedAt: Now.AddSeconds(-1)),
            "ej_unknown",
            "",
            TokenSecrets.Hash(TestConsole.AdminToken),
        ];
        foreach (var secret in secrets)
        {
            using var client = console.Client(null);
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + secret);

            await client.GetAsync("pipelines").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        }
    }

    [Fact]
    public async Task Token_RevokedWhileInUse_StopsAtOnce()
    {
        var secret = await console.AddTokenAsync(ProjectRole.Viewer, expiresAt: Now.AddHours(1));
        var tokens = console.Services.GetRequiredService<ITokenStore>();
        using var client = console.Client(secret);
        await client.GetAsync("pipelines").JsonAsync();

        var token = await tokens.FindByHashAsync(TokenSecrets.Hash(secret), CancellationToken.None);
        await tokens.RevokeAsync(token!.Id, Now, CancellationToken.None);

        await client.GetAsync("pipelines").RefusalAsync(HttpStatusCode.Unauthorized, "not_signed_in");
        Assert.NotNull(token.LastUsedAt);
    }

    [Theory]
    [InlineData("/api/v1/projects/default/pipelines?access_token=")]
    [InlineData("/metrics?access_token=")]
    public async Task Token_InTheAddress_CountsForHubsAlone(string path)
    {
        using var client = console.Plain();

        await client.GetAsync(path + TestConsole.AdminToken).TextAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Secret_IsInNoLogAndNoList()
    {
        var secret = await console.AddTokenAsync(ProjectRole.Viewer);
        using var client = console.Client(secret);
        await client.GetAsync("pipelines").JsonAsync();
        using var plain = console.Plain();
        (await plain.GetAsync("/hubs/logs?access_token=" + secret)).Dispose();
        (await plain.GetAsync("/sign-in?access_token=" + secret)).Dispose();

        var stored = await console.Services.GetRequiredService<ITokenStore>().ListAsync(CancellationToken.None);

        Assert.DoesNotContain(stored, token => token.ToString().Contains(secret, StringComparison.Ordinal));
        Assert.DoesNotContain(console.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal) || line.Contains(TestConsole.AdminToken, StringComparison.Ordinal));
    }
}
