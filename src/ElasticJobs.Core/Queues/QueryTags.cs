using System.Buffers;

namespace ElasticJobs.Core.Queues;

/// <summary>Tags of a query that say what request it becomes at the instance's server. The queue keeps them for the worker; other readers don't see them.</summary>
public static class QueryTags
{
    /// <summary>Path, with a query string if it has one. Absent: <c>/</c>.</summary>
    public const string Path = "_path_";

    /// <summary>Absent: <c>POST</c>, or <c>GET</c> without a payload.</summary>
    public const string Method = "_method_";

    private const string HeaderPrefix = "_header_";

    /// <summary>More is refused by most servers.</summary>
    private const int LongestValue = 8 * 1024;

    /// <summary>RFC 9110: what a method or the name of a header is made of.</summary>
    private static readonly SearchValues<char> Token = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // Whoever sends the request makes these, from the payload and the connection.
    private static readonly HashSet<string> OfTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer", "keep-alive", "expect", "proxy-connection", "proxy-authorization",
    };

    /// <summary>The tag of a header, whose name has no case.</summary>
    public static string Header(string name) => $"{HeaderPrefix}{name.ToLowerInvariant()}_";

    /// <summary>Name of the header that a tag is of. Null: it is of none.</summary>
    public static string? HeaderOf(string tag) => tag.StartsWith(HeaderPrefix, StringComparison.Ordinal) ? tag[HeaderPrefix.Length..].TrimEnd('_') : null;

    /// <summary>Tags for who may look but not put: what a header says may be a secret of whoever put it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WithoutHeaders(IEnumerable<KeyValuePair<string, string>> tags) => tags.Where(tag => HeaderOf(tag.Key) is null);

    /// <summary>As the worker is told it.</summary>
    /// <param name="tag">One of these tags, as somebody wrote it.</param>
    /// <exception cref="RefusedException"><c>bad_parameter</c>.</exception>
    public static (string Tag, string Value) Read(string tag, string value)
    {
        if (value.Length > LongestValue)
            throw Bad(tag, value[..40] + "…", $"at most {LongestValue} characters");
        switch (tag)
        {
            case Method:
                return IsToken(value) ? (Method, value.ToUpperInvariant()) : throw Bad(tag, value, "a method of HTTP such as PUT");
            case Path:
                var path = value.StartsWith('/') ? value : "/" + value;
                return path.Any(letter => letter <= ' ' || char.IsControl(letter)) ? throw Bad(tag, value, "a path such as /v1/predict, with %20 for a space") : (Path, path);
        }

        if (HeaderOf(tag) is not { } name || !IsToken(name))
            throw Bad(tag, value, "the value of a header, with the tag written _header_NAME_");
        if (OfTheConnection.Contains(name))
            throw Bad(tag, value, "absent: that header is made by whoever sends the request");
        return value.Any(char.IsControl) ? throw Bad(tag, value, "one line of text") : (Header(name), value);
    }

    /// <summary>Whether a tag is one of these.</summary>
    public static bool Has(string tag) => tag is Path or Method || tag.StartsWith(HeaderPrefix, StringComparison.Ordinal);

    private static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Token);

    private static RefusedException Bad(string tag, string value, string wanted) => new(
        RefusalKind.Invalid, "bad_parameter", $"The parameter '{tag}' is '{value}'; it must be {wanted}.", "Correct it; docs/queues.md says what becomes of a query.");
}
