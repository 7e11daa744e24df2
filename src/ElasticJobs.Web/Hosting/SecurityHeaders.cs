namespace ElasticJobs.Web.Hosting;

/// <summary>Headers that tell the browser what a page of ours never does.</summary>
internal static class SecurityHeaders
{
    // Inline styles: Radzen, the canvas and the terminal place elements by style attributes. Scripts: files of our own alone.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return IsForeignSocket(context.Request) ? Refuse(context) : next(context);
    });

    /// <summary>Browsers send cookies with a WebSocket from any site; the origin tells which one it is.</summary>
    private static bool IsForeignSocket(HttpRequest request)
    {
        var live = request.Path.StartsWithSegments("/hubs") || request.Path.StartsWithSegments("/_blazor");
        var origin = request.Headers.Origin.ToString();
        return live && origin.Length > 0 && !(Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority == request.Host.Value);
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("This address can only be used from the console's own pages.");
    }
}
