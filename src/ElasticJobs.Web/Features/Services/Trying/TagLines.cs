using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Features.Services.Trying;

/// <summary>Tags as people type them: <c>name=value</c>, one a line.</summary>
internal static class TagLines
{
    /// <param name="withQuery">Also those that say what a query becomes, see <see cref="QueryTags"/>.</param>
    /// <returns>Wrong: the first line that is no tag. Null: there is none.</returns>
    public static (IReadOnlyDictionary<string, string> Tags, string? Wrong) Read(string text, bool withQuery = false)
    {
        var tags = new Dictionary<string, string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            // Names that begin with '_' are the protocol's own.
            if (at <= 0 || (line[0] == '_' && !(withQuery && QueryTags.Has(line[..at].Trim()))) || line[..at].Trim() is TaskRules.TypeTag or TaskTags.RequestId)
                return (tags, line);
            tags[line[..at].Trim()] = line[(at + 1)..].Trim();
        }

        return (tags, null);
    }

    /// <summary>As <see cref="Read"/> has them, without those that it does not take.</summary>
    public static string Write(IReadOnlyDictionary<string, string> tags) =>
        string.Join('\n', tags.Where(tag => tag.Key is not (TaskRules.TypeTag or TaskTags.RequestId) && (!tag.Key.StartsWith('_') || QueryTags.Has(tag.Key))).OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
}
