namespace ElasticJobs.Web.Hosting;

/// <summary>The composition root: one line per area, in the order in which requests meet them.</summary>
internal static class ElasticJobsHosting
{
    public static WebApplicationBuilder AddElasticJobs(this WebApplicationBuilder builder)
    {
        builder.AddListening();
        builder.AddConsole();
        builder.AddHealth();
        return builder;
    }

    public static WebApplication UseElasticJobs(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapHealth();
        app.MapConsole();
        return app;
    }
}
