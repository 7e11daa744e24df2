using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Runs.Detail;
using ElasticJobs.Web.Features.Runs.Starting;
using Microsoft.AspNetCore.Diagnostics;
using Radzen;

namespace ElasticJobs.Web.Hosting;

internal static class ConsoleHosting
{
    public static void AddConsole(this WebApplicationBuilder builder)
    {
        // Serves the packages' _content/ from a source tree in every configuration; published output has no manifest and needs none.
        builder.WebHost.UseStaticWebAssets();
        // A document of 4 MB, the most that PipelineReader takes, must fit into one change of the YAML drawer.
        builder.Services.AddRazorComponents().AddInteractiveServerComponents().AddHubOptions(options => options.MaximumReceiveMessageSize = 10 * 1024 * 1024);
        builder.Services.AddRadzenComponents();
        builder.Services.AddScoped<Acts>();
        builder.Services.AddScoped<ReasonWords>();
        builder.Services.AddScoped<RunStarting>();
    }

    /// <summary>Who asks for a page that is not there gets one that says so, with the ways on; programs get a status.</summary>
    public static void UseMissingPage(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use(static (http, next) =>
        {
            // Set by the line above for its own use; what writes a program's status has one of its own.
            if (!IsPage(http.Request) && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
            {
                pages.Enabled = false;
            }

            return next(http);
        });
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && request.GetTypedHeaders().Accept.Any(static accept => accept.MediaType == "text/html");

    public static void MapConsole(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(static options =>
            // Our own policy says it already, and more strictly: nobody may frame a page.
            options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
