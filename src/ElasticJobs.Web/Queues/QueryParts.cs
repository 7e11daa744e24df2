using ElasticJobs.Core;
using ElasticJobs.Core.Queues;
using Microsoft.Extensions.Primitives;

namespace ElasticJobs.Web.Queues;

/// <summary>What the put of a query says of the request that its instance's server is to get, beside the payload: by the put's path, its parameters, and its headers.</summary>
internal static class QueryParts
{
    /// <summary>For what is long, or shall stand in no log of addresses.</summary>
    public const string HeaderHeader = "X-Ej-Header-";

    public const string MethodHeader = "X-Ej-Method";

    /// <summary>The queue's own word for where a payload lies.</summary>
    private const string UrlTag = "_url_";

    /// <exception cref="RefusedException"><c>bad_parameter</c>.</exception>
    public static void Add(HttpRequest put, string path, Dictionary<string, string> tags)
    {
        if (path.Length > 0)
            tags[QueryTags.Path] = new PathString("/" + path).ToUriComponent();
        if (put.ContentType is { } type)
            tags[QueryTags.Header("content-type")] = type;
        // What was said with more effort counts: parameters before headers, and these before what every put has.
        foreach (var (name, value) in put.Headers)
        {
            if (name.Equals(MethodHeader, StringComparison.OrdinalIgnoreCase))
                Set(tags, QueryTags.Method, value);
            else if (name.StartsWith(HeaderHeader, StringComparison.OrdinalIgnoreCase))
                Set(tags, QueryTags.Header(name[HeaderHeader.Length..]), value);
        }

        foreach (var (name, value) in put.Query)
        {
            if (name == UrlTag)
                throw QueueCall.Bad(UrlTag, value.ToString(), $"called {QueryTags.Path}: the path at the instance's server");
            if (QueryTags.Has(name))
                Set(tags, name, value);
        }
    }

    private static void Set(Dictionary<string, string> tags, string tag, StringValues value)
    {
        var (known, text) = QueryTags.Read(tag, value.ToString());
        tags[known] = text;
    }
}
