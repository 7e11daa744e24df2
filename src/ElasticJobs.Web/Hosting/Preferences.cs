using ElasticJobs.Web.Features.Access;
using Microsoft.AspNetCore.Localization;

namespace ElasticJobs.Web.Hosting;

/// <summary>Theme and language: cookies, set by a plain link that leads back to where the person was.</summary>
internal static class Preferences
{
    public static readonly string[] Cultures = ["en", "zh-Hans"];

    public static void AddPreferences(this WebApplicationBuilder builder)
    {
        builder.Services.AddLocalization();
        builder.Services.Configure<RequestLocalizationOptions>(options => options
            .SetDefaultCulture(Cultures[0])
            .AddSupportedCultures(Cultures)
            .AddSupportedUICultures(Cultures));
    }

    public static void MapPreferences(this WebApplication app)
    {
        app.MapGet("/preferences/culture", static (HttpContext context, string value, string? @return) =>
        {
            var culture = Cultures.Contains(value) ? value : Cultures[0];
            Remember(context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(culture)));
            return Results.LocalRedirect(SignIn.LocalUrl(@return));
        }).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/preferences/theme", static (HttpContext context, string value, string? @return) =>
        {
            Remember(context, "ej-theme", value is "light" or "dark" ? value : "system");
            return Results.LocalRedirect(SignIn.LocalUrl(@return));
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static void Remember(HttpContext context, string name, string value) => context.Response.Cookies.Append(
        name, value, new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, IsEssential = true, Path = "/" });
}
