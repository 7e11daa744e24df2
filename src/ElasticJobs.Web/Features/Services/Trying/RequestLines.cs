using ElasticJobs.Core;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.Trying;

/// <summary>What people type of a request beside its body, as tags of the query.</summary>
internal static class RequestLines
{
    public static readonly IReadOnlyList<string> Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    /// <param name="method">Empty: as the payload says.</param>
    /// <param name="path">Empty: none.</param>
    /// <param name="headers"><c>Name: value</c>, one a line.</param>
    /// <returns>Wrong: the first part that can't be sent. Null: there is none.</returns>
    public static (IReadOnlyDictionary<string, string> Tags, string? Wrong) Read(string method, string path, string headers)
    {
        var parts = new List<(string Line, string Tag, string Value)>();
        if (method.Length > 0)
            parts.Add((method, QueryTags.Method, method));
        if (path.Trim().Length > 0)
            parts.Add((path, QueryTags.Path, path.Trim()));
        var tags = new Dictionary<string, string>();
        foreach (var line in headers.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf(':', StringComparison.Ordinal);
            if (at <= 0)
                return (tags, line);
            parts.Add((line, QueryTags.Header(line[..at].TrimEnd()), line[(at + 1)..].Trim()));
        }

        foreach (var (line, tag, value) in parts)
        {
            try
            {
                var (known, text) = QueryTags.Read(tag, value);
                tags[known] = text;
            }
            catch (RefusedException)
            {
                return (tags, line);
            }
        }

        return (tags, null);
    }
}
