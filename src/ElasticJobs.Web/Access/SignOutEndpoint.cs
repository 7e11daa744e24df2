using ElasticJobs.Storage.Access;
using Microsoft.AspNetCore.Identity;

namespace ElasticJobs.Web.Access;

internal static class SignOutEndpoint
{
    /// <summary>A plain link: leaving does no harm even if another site makes it happen, and the cookie's SameSite keeps most of them from it.</summary>
    public static void MapSignOut(this WebApplication app) => app.MapGet("/sign-out", static async (SignInManager<AppUser> signIn) =>
    {
        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }).ExcludeFromDescription();
}
