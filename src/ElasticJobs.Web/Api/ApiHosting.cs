using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;

namespace ElasticJobs.Web.Api;

/// <summary>REST under <c>/api/v1</c>. One file per resource.</summary>
internal static class ApiHosting
{
    /// <summary>Documents and parameters are text; more than this is a mistake.</summary>
    public const int MaximumBody = 4 * 1024 * 1024;

    public static void AddApi(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi("v1");
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ApiExceptions>();
        builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1").RequireAuthorization().AddEndpointFilter<CookieRequestFilter>();
        api.MapMe();
        var project = api.MapGroup("/projects/{project}");
        project.MapPipelines();
        project.MapRuns();
        project.MapTasks();
        project.MapDebug();
        project.MapTemplates();
        app.MapFallback("/api/{**path}", static (HttpContext context) => throw new Core.RefusedException(
            Core.RefusalKind.NotFound, "no_such_address", $"The API has no address '{context.Request.Method} {context.Request.Path}'.", "See /openapi/v1.json for what there is."));
    }
}
