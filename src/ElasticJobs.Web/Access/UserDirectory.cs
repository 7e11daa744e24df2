using ElasticJobs.Core.Projects;
using ElasticJobs.Storage.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Web.Access;

/// <summary>
/// People with local accounts. Each call has a scope of its own, so that pages that live for hours hold no database context.
/// Who may call what is asked before; what would leave the console without an admin is refused here.
/// </summary>
internal sealed class UserDirectory(IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>Further than any lockout for wrong passwords; the database keeps it on both providers.</summary>
    private static readonly DateTimeOffset ForGood = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Users(scope).Users.AnyAsync(cancellationToken);
    }

    /// <summary>Null: there is no such account any more.</summary>
    public async Task<Person?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = await Users(scope).Users.AsNoTracking().FirstOrDefaultAsync(user => user.Id == id, cancellationToken);
        return user is null ? null : Shown(user);
    }

    /// <summary>By name.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = await Users(scope).Users.AsNoTracking().OrderBy(user => user.NormalizedUserName).ToListAsync(cancellationToken);
        return [.. users.Select(Shown)];
    }

    /// <exception cref="Core.RefusedException">The name is taken or wrong, or the password too weak.</exception>
    public async Task AddAsync(string name, string displayName, string password, bool isAdmin)
    {
        await using var scope = scopes.CreateAsyncScope();
        var user = new AppUser { UserName = name.Trim(), DisplayName = displayName.Trim(), IsAdmin = isAdmin, CreatedAt = time.GetUtcNow() };
        Check(await Users(scope).CreateAsync(user, password));
    }

    public Task ResetPasswordAsync(Guid id, string password) => ChangeAsync(id, async (users, user) =>
    {
        Check(await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password));
        Check(await users.ResetAccessFailedCountAsync(user));
    });

    /// <summary>A person's own password. Every session of theirs ends with it.</summary>
    public Task ChangePasswordAsync(Guid id, string current, string next) => ChangeAsync(id, async (users, user) => Check(await users.ChangePasswordAsync(user, current, next)));

    public Task SetAdminAsync(Guid id, bool isAdmin) => ChangeAsync(id, async (users, user) =>
    {
        await RequireAnotherAdminAsync(users, user, leaves: !isAdmin);
        user.IsAdmin = isAdmin;
        Check(await users.UpdateAsync(user));
    });

    public Task SetDisabledAsync(Guid id, bool isDisabled) => ChangeAsync(id, async (users, user) =>
    {
        await RequireAnotherAdminAsync(users, user, leaves: isDisabled);
        user.LockoutEnabled = true;
        Check(await users.SetLockoutEndDateAsync(user, isDisabled ? ForGood : null));
        Check(await users.UpdateSecurityStampAsync(user));
    });

    /// <summary>Takes the account and its memberships away. What the person did keeps their name.</summary>
    public Task DeleteAsync(Guid id, IProjectStore projects, CancellationToken cancellationToken) => ChangeAsync(id, async (users, user) =>
    {
        await RequireAnotherAdminAsync(users, user, leaves: true);
        foreach (var project in await projects.ListAsync(cancellationToken))
        {
            await projects.SetMemberAsync(project.Name, user.UserName!, null, cancellationToken);
        }

        Check(await users.DeleteAsync(user));
    });

    private async Task ChangeAsync(Guid id, Func<UserManager<AppUser>, AppUser, Task> change)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        await change(users, await users.FindByIdAsync(id.ToString()) ?? throw Refusals.UserNotFound());
    }

    private static async Task RequireAnotherAdminAsync(UserManager<AppUser> users, AppUser user, bool leaves)
    {
        if (leaves && user.IsAdmin && !await users.Users.AnyAsync(other => other.Id != user.Id && other.IsAdmin && (other.LockoutEnd == null || other.LockoutEnd < ForGood)))
        {
            throw Refusals.LastAdmin();
        }
    }

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw Refusals.Account([.. result.Errors]);
        }
    }

    private static Person Shown(AppUser user) => new(user.Id, user.UserName ?? "", user.DisplayName, user.IsAdmin, user.LockoutEnd >= ForGood, user.CreatedAt);

    private static UserManager<AppUser> Users(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
}
