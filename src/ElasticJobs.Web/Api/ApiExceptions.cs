using ElasticJobs.Core;
using Microsoft.AspNetCore.Diagnostics;

namespace ElasticJobs.Web.Api;

/// <summary>What is thrown under <c>/api</c>, as <see cref="ApiProblems"/> writes it.</summary>
internal sealed class ApiExceptions : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            return false;
        }

        var (status, code, title, fix, errors) = Describe(context.Request, exception);
        await ApiProblems.WriteAsync(context, status, code, title, fix, errors);
        return true;
    }

    private static (int Status, string Code, string Title, string Fix, IReadOnlyList<Problem> Errors) Describe(HttpRequest request, Exception exception)
    {
        switch (exception)
        {
            case RefusedException refused:
                return (Status(refused.Kind), refused.Code, refused.Message, refused.Fix, refused.Problems);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return (StatusCodes.Status413PayloadTooLarge, "body_too_large", $"The body has more than {ApiHosting.MaximumBody / 1024 / 1024} MiB.", "Send a smaller document.", []);
            case BadHttpRequestException { StatusCode: StatusCodes.Status415UnsupportedMediaType }:
                var (code, title, fix) = ApiProblems.UnsupportedMediaType(request);
                return (StatusCodes.Status415UnsupportedMediaType, code, title, fix, []);
            case BadHttpRequestException bad:
                var message = bad.InnerException is { } inner ? $"{bad.Message} {inner.Message}" : bad.Message;
                return (bad.StatusCode, "bad_request", message, "See /openapi/v1.json for the shape of this request.", []);
            default:
                return (StatusCodes.Status500InternalServerError, "internal", "The console failed to do this; its log says why.", "Try again; if it stays, look at the console's log.", []);
        }
    }

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status403Forbidden,
    };
}
