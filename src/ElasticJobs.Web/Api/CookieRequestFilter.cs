using ElasticJobs.Core;
using ElasticJobs.Web.Access;

namespace ElasticJobs.Web.Api;

/// <summary>
/// A page of another site can make a signed-in browser send a plain request, but can't add this header to it. So changes by cookie must carry <c>X-ElasticJobs: 1</c>;
/// requests with a token need nothing.
/// </summary>
internal sealed class CookieRequestFilter : IEndpointFilter
{
    public const string Header = "X-ElasticJobs";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (changes && !TokenAuthentication.IsMeant(request) && !request.Headers.ContainsKey(Header))
        {
            throw new RefusedException(
                RefusalKind.Forbidden, "header_missing", $"A change that is signed in by cookie needs the header '{Header}: 1'.", "Add the header, or use a service token.");
        }

        return next(context);
    }
}
