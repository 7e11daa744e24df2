using System.Globalization;
using ElasticJobs.Core;

namespace ElasticJobs.Web.Api;

/// <summary>Versions of documents as ETags, e.g. <c>"7"</c>.</summary>
internal static class ETags
{
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>From <c>If-Match: "7"</c>. 0 for <c>If-None-Match: *</c>: it must be new. Null: whatever is there.</summary>
    /// <param name="what">E.g. <c>a pipeline</c>.</param>
    /// <exception cref="RefusedException">A condition that is not understood must not pass for none.</exception>
    public static int? Expected(HttpRequest request, string what)
    {
        if (request.Headers.IfNoneMatch.ToString() == "*")
            return 0;
        var match = request.Headers.IfMatch.ToString();
        if (match.Length == 0)
            return null;
        return int.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? version
            : throw new RefusedException(RefusalKind.Invalid, "bad_match", $"If-Match is '{match}', which is no version.", $"Give the ETag of {what} that was read, e.g. \"7\".");
    }
}
