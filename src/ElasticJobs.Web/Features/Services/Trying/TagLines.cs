namespace ElasticJobs.Web.Features.Services.Trying;

/// <summary>Tags as people type them: <c>name=value</c>, one a line.</summary>
internal static class TagLines
{
    /// <returns>Wrong: the first line that is no tag. Null: there is none.</returns>
    public static (IReadOnlyDictionary<string, string> Tags, string? Wrong) Read(string text)
    {
        var tags = new Dictionary<string, string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            // Names that begin with '_' are the protocol's own.
            if (at <= 0 || line[0] == '_' || line[..at].Trim() is "taskType" or "requestId")
                return (tags, line);
            tags[line[..at].Trim()] = line[(at + 1)..].Trim();
        }

        return (tags, null);
    }
}
