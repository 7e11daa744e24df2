using System.Security.Claims;
using ElasticJobs.Core;
using ElasticJobs.Core.Access;
using ElasticJobs.Core.Projects;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Access;

/// <summary>A console of its own, since who is its last admin matters.</summary>
public sealed class UserDirectoryTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Password = "a long password 1";
    private readonly UserDirectory _users = console.Services.GetRequiredService<UserDirectory>();
    private readonly IProjectAccess _access = console.Services.GetRequiredService<IProjectAccess>();
    private readonly IProjectStore _projects = console.Services.GetRequiredService<IProjectStore>();

    [Fact]
    public async Task Admin_TheLastOne_CanBeNeitherDemotedDisabledNorDeleted()
    {
        var only = await AddAsync("only-admin", isAdmin: true);

        Assert.Equal("last_admin", (await Assert.ThrowsAsync<RefusedException>(() => _users.SetAdminAsync(only.Id, false))).Code);
        Assert.Equal("last_admin", (await Assert.ThrowsAsync<RefusedException>(() => _users.SetDisabledAsync(only.Id, true))).Code);
        Assert.Equal("last_admin", (await Assert.ThrowsAsync<RefusedException>(() => _users.DeleteAsync(only.Id, _projects, CancellationToken.None))).Code);

        // Disabled admins don't count.
        var second = await AddAsync("second-admin", isAdmin: true);
        await _users.SetDisabledAsync(second.Id, true);
        Assert.Equal("last_admin", (await Assert.ThrowsAsync<RefusedException>(() => _users.SetAdminAsync(only.Id, false))).Code);

        await _users.SetDisabledAsync(second.Id, false);
        await _users.DeleteAsync(second.Id, _projects, CancellationToken.None);
        Assert.True(await _access.IsConsoleAdminAsync(SignedIn(only), CancellationToken.None));
    }

    [Fact]
    public async Task Member_WhoIsDisabled_CanDoNothingEvenWhileSignedIn()
    {
        var member = await AddAsync("leaving");
        await _projects.SetMemberAsync(Project.DefaultName, "leaving", ProjectRole.Operator, CancellationToken.None);
        Assert.Equal(ProjectRole.Operator, await RoleAsync(member));

        await _users.SetDisabledAsync(member.Id, true);
        Assert.Null(await RoleAsync(member));

        await _users.SetDisabledAsync(member.Id, false);
        Assert.Equal(ProjectRole.Operator, await RoleAsync(member));
    }

    [Fact]
    public async Task Member_WhoIsDeleted_LeavesNoRoleForTheNextOfThatName()
    {
        var first = await AddAsync("twin");
        await _projects.SetMemberAsync(Project.DefaultName, "twin", ProjectRole.Admin, CancellationToken.None);

        await _users.DeleteAsync(first.Id, _projects, CancellationToken.None);
        var second = await AddAsync("twin");

        Assert.Null(await RoleAsync(first));
        Assert.Null(await RoleAsync(second));
    }

    [Theory]
    [InlineData("short", "account_PasswordTooShort")]
    [InlineData("aaaaaaaaaaaa", "account_PasswordRequiresUniqueChars")]
    public async Task Password_ThatIsTooWeak_IsRefusedWithItsRule(string password, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<RefusedException>(() => _users.AddAsync("weak", "", password, false))).Code);

    [Fact]
    public async Task Name_ThatIsTaken_IsRefused()
    {
        await AddAsync("taken");

        Assert.Equal("account_DuplicateUserName", (await Assert.ThrowsAsync<RefusedException>(() => AddAsync("Taken"))).Code);
    }

    [Fact]
    public async Task Password_Changed_NeedsTheCurrentOne()
    {
        var person = await AddAsync("changing");

        Assert.Equal("account_PasswordMismatch", (await Assert.ThrowsAsync<RefusedException>(() => _users.ChangePasswordAsync(person.Id, "wrong password 1", "another password 2"))).Code);
        await _users.ChangePasswordAsync(person.Id, Password, "another password 2");
        await _users.ChangePasswordAsync(person.Id, "another password 2", Password);
    }

    [Fact]
    public async Task Password_Reset_ReplacesTheForgottenOne()
    {
        var person = await AddAsync("forgetful");

        await _users.ResetPasswordAsync(person.Id, "a new password 3");

        await _users.ChangePasswordAsync(person.Id, "a new password 3", Password);
    }

    private async Task<Person> AddAsync(string name, bool isAdmin = false)
    {
        await _users.AddAsync(name, "", Password, isAdmin);
        return (await _users.ListAsync(CancellationToken.None)).Single(person => person.Name == name);
    }

    private Task<ProjectRole?> RoleAsync(Person person) => _access.FindRoleAsync(SignedIn(person), Project.DefaultName, CancellationToken.None);

    private static ClaimsPrincipal SignedIn(Person person) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()), new Claim(ClaimTypes.Name, person.Name)], "tests"));
}
