using System.Text;
using ElasticJobs.Local.Processes;

namespace ElasticJobs.Local.Pods;

/// <summary>What a task left in <c>$EJ_RESULTS/*.json</c>.</summary>
internal static class PodResults
{
    /// <summary>Bytes of one file; longer ones are left out. A page has to show it.</summary>
    public const int Limit = 4 * 1024 * 1024;

    public static IReadOnlyDictionary<string, string> Read(string directory)
    {
        var results = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!Directory.Exists(directory))
            return results;
        foreach (var file in new DirectoryInfo(directory).GetFiles("*.json"))
        {
            if (file.Length <= Limit && RawFile.ReadBytes(file.FullName, Limit) is { } content)
                results[file.Name] = Encoding.UTF8.GetString(content);
        }

        return results;
    }
}
