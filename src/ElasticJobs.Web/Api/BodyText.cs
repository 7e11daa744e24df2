using System.Text;
using ElasticJobs.Core;

namespace ElasticJobs.Web.Api;

/// <summary>A body that is a document, as text.</summary>
internal static class BodyText
{
    /// <exception cref="RefusedException"><c>not_utf8</c>.</exception>
    public static async Task<string> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return await reader.ReadToEndAsync(cancellationToken);
        }
        catch (DecoderFallbackException)
        {
            throw new RefusedException(RefusalKind.Invalid, "not_utf8", "The body is no UTF-8 text.", "Send the document as UTF-8.");
        }
    }
}
