using ElasticJobs.Web.Components;
using ElasticJobs.Web.Features.Runs.Detail;
using ElasticJobs.Web.Features.Runs.Starting;
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

    public static void MapConsole(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(static options =>
            // Our own policy says it already, and more strictly: nobody may frame a page.
            options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
