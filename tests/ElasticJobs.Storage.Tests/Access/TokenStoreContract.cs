using ElasticJobs.Core.Access;
using ElasticJobs.Storage.Tests.Databases;
using ElasticJobs.Tests.Shared.Ids;

namespace ElasticJobs.Storage.Tests.Access;

public abstract class TokenStoreContract(DatabaseKind kind) : StoreContract(kind)
{
    private ITokenStore Store => Storage.Get<ITokenStore>();

    [Fact]
    public async Task Add_Token_IsFoundByItsHashAlone()
    {
        var token = Token(1) with { Project = "default", ExpiresAt = Time.GetUtcNow().AddDays(1) };
        await Store.AddAsync(token, None);

        Assert.Equal(token, await Store.FindByHashAsync(token.Hash, None));
        Assert.Null(await Store.FindByHashAsync("hash 2", None));
    }

    [Fact]
    public async Task Add_SecondTokenOfAHash_Fails()
    {
        await Store.AddAsync(Token(1), None);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => Store.AddAsync(Token(2) with { Hash = Token(1).Hash }, None));
        await Store.AddAsync(Token(3), None);
        Assert.Equal([Token(3), Token(1)], await Store.ListAsync(None));
    }

    [Fact]
    public async Task Revoke_Token_KeepsTheFirstTime()
    {
        await Store.AddAsync(Token(1), None);
        var at = Time.GetUtcNow().AddHours(1);

        Assert.True(await Store.RevokeAsync(Token(1).Id, at, None));
        Assert.False(await Store.RevokeAsync(Token(1).Id, at.AddHours(1), None));
        Assert.False(await Store.RevokeAsync(Token(2).Id, at, None));

        Assert.Equal(at, Assert.Single(await Store.ListAsync(None)).RevokedAt);
    }

    [Fact]
    public async Task Touch_WithinAMinute_KeepsTheFirstTime()
    {
        await Store.AddAsync(Token(1), None);
        var at = Time.GetUtcNow();

        await Store.TouchAsync(Token(1).Id, at, None);
        await Store.TouchAsync(Token(1).Id, at.AddSeconds(59), None);
        Assert.Equal(at, Assert.Single(await Store.ListAsync(None)).LastUsedAt);

        await Store.TouchAsync(Token(1).Id, at.AddSeconds(61), None);
        Assert.Equal(at.AddSeconds(61), Assert.Single(await Store.ListAsync(None)).LastUsedAt);
    }

    private ApiToken Token(int number) => new(
        SequentialIds.At(number), $"令牌 {number}", null, ProjectRole.Operator, $"hash {number}", "mei", Time.GetUtcNow().AddSeconds(number), null, null, null);
}

public sealed class TokenStoreOnSqliteTests() : TokenStoreContract(DatabaseKind.Sqlite);

public sealed class TokenStoreOnPostgresTests() : TokenStoreContract(DatabaseKind.Postgres);
