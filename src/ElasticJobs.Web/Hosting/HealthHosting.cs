namespace ElasticJobs.Web.Hosting;

internal static class HealthHosting
{
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks();

    /// <summary><c>/healthz</c> tells that the process answers; it asks nothing else, so that a slow database never restarts the console.</summary>
    public static void MapHealth(this WebApplication app) =>
        app.MapHealthChecks("/healthz", new() { Predicate = static _ => false }).AllowAnonymous();
}
