namespace ElasticJobs.Core;

/// <summary>"Did you mean": the nearest of some names.</summary>
public static class Suggestions
{
    /// <summary>Null: none is near enough.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) => candidates
        .Select(candidate => (candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(pair => pair.Distance <= Math.Max(1, pair.candidate.Length / 3))
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    /// <summary>Fix sentences in English and Chinese for an unknown name.</summary>
    public static (string En, string Zh) ForUnknown(string name, IReadOnlyCollection<string> candidates) => Nearest(name, candidates) is { } nearest
        ? ($"Did you mean '{nearest}'?", $"您是指 '{nearest}' 吗？")
        : candidates.Count == 0
            ? ("Take it out.", "请删除。")
            : ($"Choose one of {string.Join(", ", candidates.Take(20))}.", $"请从 {string.Join("、", candidates.Take(20))} 中选择。");

    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 8 || a.Length > 64 || b.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
