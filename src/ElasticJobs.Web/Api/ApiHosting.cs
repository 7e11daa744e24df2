using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ElasticJobs.Web.Api;

/// <summary>REST under <c>/api/v1</c>. One file per resource.</summary>
internal static class ApiHosting
{
    /// <summary>Documents and parameters are text; more than this is a mistake.</summary>
    public const int MaximumBody = 4 * 1024 * 1024;

    public static void AddApi(this WebApplicationBuilder builder)
    {
        // HEAD goes without saying where there is GET.
        builder.Services.AddOpenApi("v1", static options => options.ShouldInclude = static operation => operation.HttpMethod != HttpMethods.Head);
        builder.Services.AddProblemDetails();
        builder.Services.AddExceptionHandler<ApiExceptions>();
        builder.Services.Configure<ExceptionHandlerOptions>(static options =>
        {
            options.StatusCodeSelector = static exception => (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status500InternalServerError;
            // What a caller did wrong is told to the caller; only what the console did wrong belongs in its log.
            options.SuppressDiagnosticsCallback = static context => context.Exception is Core.RefusedException or BadHttpRequestException;
        });
        // Outside of development too a refused request says which of its values is wrong.
        builder.Services.Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<JsonOptions>(options => options.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
    }

    public static void MapApi(this WebApplication app)
    {
        app.MapOpenApi().RequireAuthorization();
        var api = app.MapGroup("/api/v1").RequireAuthorization().AddEndpointFilter<CookieRequestFilter>().WithMetadata(new RequestSizeLimitAttribute(MaximumBody)).ServeHead();
        api.MapMe();
        api.MapAudit();
        api.MapProjects();
        var project = api.MapGroup("/projects/{project}");
        project.MapPipelines();
        project.MapRuns();
        project.MapTasks();
        project.MapDebug();
        project.MapTemplates();
        project.MapServices();
        project.MapInstances();
    }
}
