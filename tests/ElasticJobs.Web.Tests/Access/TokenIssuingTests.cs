using System.Security.Claims;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Access;

[Collection(ConsoleCollection.Name)]
public sealed class TokenIssuingTests(TestConsole console)
{
    private readonly TokenIssuing _issuing = console.Services.GetRequiredService<TokenIssuing>();

    [Fact]
    public async Task ProjectAdmin_MakesTokensOfTheProjectAlone()
    {
        var admin = await SignedInAsync("token-admin", ProjectRole.Admin);

        var (token, secret) = await CreateAsync(admin, Project.DefaultName);
        Assert.StartsWith("ej_", secret, StringComparison.Ordinal);
        Assert.Equal(TokenSecrets.Hash(secret), token.Hash);

        Assert.Equal("admin_missing", (await Assert.ThrowsAsync<RefusedException>(() => CreateAsync(admin, null))).Code);
        Assert.All(await _issuing.ListAsync(admin, Project.DefaultName, CancellationToken.None), shown => Assert.Equal(Project.DefaultName, shown.Project));
    }

    [Fact]
    public async Task ProjectAdmin_CanNotRevokeATokenOfEveryProject()
    {
        var admin = await SignedInAsync("token-revoker", ProjectRole.Admin);
        var everywhere = (await console.Services.GetRequiredService<ITokenStore>().ListAsync(CancellationToken.None)).First(token => token.Project is null);

        Assert.Equal("token_not_found", (await Assert.ThrowsAsync<RefusedException>(() => _issuing.RevokeAsync(admin, Project.DefaultName, everywhere.Id, CancellationToken.None))).Code);
    }

    [Fact]
    public async Task Operator_MakesNoTokens()
    {
        var person = await SignedInAsync("token-operator", ProjectRole.Operator);

        Assert.Equal("role_missing", (await Assert.ThrowsAsync<RefusedException>(() => CreateAsync(person, Project.DefaultName))).Code);
    }

    [Fact]
    public async Task Token_Revoked_OpensNothingAnyMore()
    {
        var admin = await SignedInAsync("token-ender", ProjectRole.Admin);
        var (token, secret) = await CreateAsync(admin, Project.DefaultName);
        using var client = console.Client(secret);
        Assert.True((await client.GetAsync("runs")).IsSuccessStatusCode);

        await _issuing.RevokeAsync(admin, Project.DefaultName, token.Id, CancellationToken.None);

        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await client.GetAsync("runs")).StatusCode);
    }

    private Task<(ApiToken Token, string Secret)> CreateAsync(ClaimsPrincipal user, string? boundTo) =>
        _issuing.CreateAsync(user, Project.DefaultName, "for tests", ProjectRole.Viewer, boundTo, TimeSpan.FromDays(1), CancellationToken.None);

    private async Task<ClaimsPrincipal> SignedInAsync(string name, ProjectRole role)
    {
        await console.AddUserAsync(name, "a long password 1", role);
        var person = (await console.Services.GetRequiredService<UserDirectory>().ListAsync(CancellationToken.None)).Single(person => person.Name == name);
        return new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()), new Claim(ClaimTypes.Name, name)], "tests"));
    }
}
