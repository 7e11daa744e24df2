using ElasticJobs.Storage.Access;
using ElasticJobs.Storage.Hosting;
using ElasticJobs.Storage.Tests.Databases;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Storage.Tests.Access;

/// <summary>Sign-in's own stores over our tables.</summary>
public abstract class SignInContract(DatabaseKind kind) : StoreContract(kind)
{
    [Fact]
    public async Task Users_MadeLockedAndChanged_AreStored()
    {
        await using var services = Compose();
        await using (var scope = services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var made = await users.CreateAsync(
                new AppUser { Id = Guid.Parse("01890000-0000-7000-8000-000000000001"), UserName = "mei", DisplayName = "韩梅梅", IsAdmin = true, CreatedAt = Time.GetUtcNow(), Culture = "zh-Hans" },
                "Correct-Horse-7");
            Assert.True(made.Succeeded, string.Join(", ", made.Errors.Select(error => error.Description)));
        }

        await using (var scope = services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var user = await users.FindByNameAsync("MEI");
            Assert.True(await users.CheckPasswordAsync(user!, "Correct-Horse-7"));
            await users.SetLockoutEndDateAsync(user!, Time.GetUtcNow().AddHours(1));
            await users.SetAuthenticationTokenAsync(user!, "own", "link", "value");
            Assert.False((await users.CreateAsync(new AppUser { UserName = "Mei" })).Succeeded);
        }

        await using (var scope = services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
            var user = await users.FindByIdAsync("01890000-0000-7000-8000-000000000001");
            Assert.Equal(("韩梅梅", true, Time.GetUtcNow(), "zh-Hans"), (user!.DisplayName, user.IsAdmin, user.CreatedAt, user.Culture));
            Assert.Equal(Time.GetUtcNow().AddHours(1), user.LockoutEnd);
            Assert.Equal("value", await users.GetAuthenticationTokenAsync(user, "own", "link"));
            Assert.Equal("mei", Assert.Single(users.Users.Where(each => each.IsAdmin)).UserName);
        }
    }

    [Fact]
    public async Task Keys_OfOneProcess_OpenWhatAnotherProtected()
    {
        await using var first = Compose();
        await using var second = Compose();

        var secret = first.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("价值");

        Assert.Equal("价值", second.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret));
    }

    private ServiceProvider Compose()
    {
        var services = new ServiceCollection().AddLogging().AddElasticJobsStorage(Database.Options);
        services.AddIdentityCore<AppUser>().AddElasticJobsUsers();
        services.AddDataProtection().SetApplicationName("ElasticJobs").PersistKeysToElasticJobs();
        return services.BuildServiceProvider(validateScopes: true);
    }
}

public sealed class SignInOnSqliteTests() : SignInContract(DatabaseKind.Sqlite);

public sealed class SignInOnPostgresTests() : SignInContract(DatabaseKind.Postgres);
