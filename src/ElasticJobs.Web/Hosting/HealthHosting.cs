using ElasticJobs.Storage.Hosting;

namespace ElasticJobs.Web.Hosting;

internal static class HealthHosting
{
    public static void AddHealth(this WebApplicationBuilder builder) => builder.Services.AddHealthChecks();

    public static void MapHealth(this WebApplication app)
    {
        // The process answers; asks nothing else, so that a slow database never restarts the console.
        app.MapHealthChecks("/healthz", new() { Predicate = static _ => false }).AllowAnonymous();
        app.MapGet("/readyz", static async (IStorageHealth storage, CancellationToken cancellationToken) =>
            (await storage.CheckAsync(cancellationToken)) is { IsHealthy: false, Problem: var problem }
                ? Results.Text(problem, statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("Ready")).AllowAnonymous().ExcludeFromDescription();
    }
}
