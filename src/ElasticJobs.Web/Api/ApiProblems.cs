using ElasticJobs.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ElasticJobs.Web.Api;

/// <summary>ProblemDetails with a stable <c>code</c>, a <c>fix</c> and <c>errors</c>, whatever the caller accepts: a refusal that can't be read helps nobody.</summary>
internal static class ApiProblems
{
    private const string ContentType = "application/problem+json";

    public static Task WriteAsync(HttpContext context, int status, string code, string title, string fix, IReadOnlyList<Problem> errors)
    {
        context.Response.StatusCode = status;
        var details = new ProblemDetails
        {
            Status = status,
            Title = title,
            Type = "urn:elasticjobs:" + code,
            Extensions =
            {
                ["code"] = code,
                ["fix"] = fix,
                ["errors"] = errors.Select(ApiProblem.From).ToArray(),
                ["traceId"] = context.TraceIdentifier,
            },
        };
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return context.Response.WriteAsJsonAsync(details, json, ContentType, context.RequestAborted);
    }

    /// <summary>For an answer without a body: what its status means here.</summary>
    public static Task WriteStatusAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var status = http.Response.StatusCode;
        if (!http.Request.Path.StartsWithSegments("/api"))
        {
            return http.Response.WriteAsync($"{status} {ReasonPhrases.GetReasonPhrase(status)}", http.RequestAborted);
        }

        var asked = $"{http.Request.Method} {http.Request.Path}";
        var (code, title, fix) = status switch
        {
            StatusCodes.Status401Unauthorized => (
                "not_signed_in", "This needs sign-in, and the request has none that is valid.", "Send the header 'Authorization: Bearer <token>' with a service token that has not expired."),
            StatusCodes.Status403Forbidden => ("forbidden", "You may not do this.", "Ask an admin for the role that it needs."),
            StatusCodes.Status404NotFound => ("no_such_address", $"The API has no address '{asked}'.", "See /openapi/v1.json for what there is."),
            StatusCodes.Status405MethodNotAllowed => (
                "method_not_allowed", $"'{asked}' is not allowed; this address takes {http.Response.Headers.Allow}.", "Use one of these methods; see /openapi/v1.json."),
            StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType(http.Request),
            _ => ("http_" + status, ReasonPhrases.GetReasonPhrase(status), "See /openapi/v1.json for the shape of this request."),
        };
        return WriteAsync(http, status, code, title, fix, []);
    }

    public static (string Code, string Title, string Fix) UnsupportedMediaType(HttpRequest request) => (
        "unsupported_media_type",
        $"The body's type '{request.ContentType}' is none that this address reads.",
        "Send 'Content-Type: application/json', or for a pipeline 'application/yaml'.");
}

/// <summary>A <see cref="Problem"/> on the wire.</summary>
internal sealed record ApiProblem(string Path, string Code, string Message, string Fix, int? Line, int? Column, string? Task, bool? Warning)
{
    public static ApiProblem From(Problem problem) => new(
        problem.Path, problem.Code, problem.Message, problem.Fix, problem.Line, problem.Column, problem.Task, problem.IsWarning ? true : null);
}
