namespace ElasticJobs.Web.Metrics;

internal static class MetricsHosting
{
    private static readonly string[] Meters =
    [
        "ElasticJobs", "ElasticJobs.Kubernetes", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Components.Server.Circuits", "System.Runtime",
    ];

    public static void AddMetricsText(this WebApplicationBuilder builder) => builder.Services.AddSingleton(static _ => new PrometheusText(Meters));

    /// <summary><c>/metrics</c> for a scraper with a service token.</summary>
    public static void MapMetricsText(this WebApplication app)
    {
        // Made at the start, so that nothing that is counted before the first scrape is missed.
        var metrics = app.Services.GetRequiredService<PrometheusText>();
        app.MapGet("/metrics", () => Results.Text(metrics.Scrape(), "text/plain; version=0.0.4; charset=utf-8")).RequireAuthorization().ExcludeFromDescription();
    }
}
