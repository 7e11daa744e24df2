using ElasticJobs.Storage.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ElasticJobs.Web.Access;

/// <summary>People with local accounts. Each call has a scope of its own, so that pages that live for hours hold no database context.</summary>
internal sealed class UserDirectory(IServiceScopeFactory scopes)
{
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Users(scope).Users.AnyAsync(cancellationToken);
    }

    public async Task<bool> IsAdminAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await Users(scope).Users.AsNoTracking().AnyAsync(user => user.Id == id && user.IsAdmin, cancellationToken);
    }

    private static UserManager<AppUser> Users(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UserManager<AppUser>>();
}
