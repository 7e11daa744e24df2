using ElasticJobs.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace ElasticJobs.Web.Api;

/// <summary>Every refusal under <c>/api</c> as ProblemDetails with a stable <c>code</c>, a <c>fix</c> and the list of <c>errors</c>.</summary>
internal sealed class ApiExceptions(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            return false;
        }

        var (status, code, title, fix, errors) = Describe(exception);
        context.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = Details(status, code, title, fix, errors),
        });
    }

    public static ProblemDetails Details(int status, string code, string title, string fix, IReadOnlyList<Problem> errors) => new()
    {
        Status = status,
        Title = title,
        Type = "urn:elasticjobs:" + code,
        Extensions =
        {
            ["code"] = code,
            ["fix"] = fix,
            ["errors"] = errors.Select(ApiProblem.From).ToArray(),
        },
    };

    private static (int Status, string Code, string Title, string Fix, IReadOnlyList<Problem> Errors) Describe(Exception exception) => exception switch
    {
        RefusedException refused => (Status(refused.Kind), refused.Code, refused.Message, refused.Fix, refused.Problems),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (
            StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body has more than {ApiHosting.MaximumBody / 1024 / 1024} MiB.", "Send a smaller document.", []),
        BadHttpRequestException bad => (
            bad.StatusCode, "bad_request", bad.InnerException is { } inner ? $"{bad.Message} {inner.Message}" : bad.Message, "See /openapi/v1.json for the shape of this request.", []),
        _ => (
            StatusCodes.Status500InternalServerError, "internal", "The console failed to do this; its log says why.", "Try again; if it stays, look at the console's log.", []),
    };

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status403Forbidden,
    };
}

/// <summary>A <see cref="Problem"/> on the wire.</summary>
internal sealed record ApiProblem(string Path, string Code, string Message, string Fix, int? Line, int? Column, string? Task, bool? Warning)
{
    public static ApiProblem From(Problem problem) => new(
        problem.Path, problem.Code, problem.Message, problem.Fix, problem.Line, problem.Column, problem.Task, problem.IsWarning ? true : null);
}
