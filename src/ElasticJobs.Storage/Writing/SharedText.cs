namespace ElasticJobs.Storage.Writing;

/// <summary>PostgreSQL refuses U+0000 in text. Neither database gets it, so that both hold the same.</summary>
internal static class SharedText
{
    public static string Clean(string text) => text.Contains('\0') ? text.Replace('\0', '\uFFFD') : text;
}
