using ElasticJobs.Storage.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace ElasticJobs.Web.Access;

internal static class SignOutEndpoint
{
    public const string Path = "/sign-out";

    /// <summary>A posted form of the console's own: no link, image or other site can sign a person out.</summary>
    public static void MapSignOut(this WebApplication app) => app.MapPost(Path, static async (HttpContext http, IAntiforgery antiforgery, SignInManager<AppUser> signIn) =>
    {
        if (!await antiforgery.IsRequestValidAsync(http))
        {
            return Results.BadRequest();
        }

        await signIn.SignOutAsync();
        return Results.LocalRedirect("/sign-in");
    }).ExcludeFromDescription();
}
