using ElasticJobs.Core.Expressions.Sentences;

namespace ElasticJobs.Core.Expressions.Evaluation;

/// <summary>Finds what was probably meant.</summary>
internal static class NearestName
{
    /// <summary>Names that are compared at most: it is costly, and a filter may catch the failure.</summary>
    public const int Candidates = 500;

    /// <summary>"Did you mean 'x'?", or <paramref name="otherwise"/> where nothing is near.</summary>
    public static Sentence Suggest(string name, IEnumerable<string> names, Sentence otherwise)
    {
        var near = Find(name, names);
        return near is null ? otherwise : DidYouMean(near);
    }

    public static string? Find(string name, IEnumerable<string> names)
    {
        if (name.Length > 64)
        {
            return null;
        }

        var allowed = Math.Max(1, name.Length / 3);
        return names
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= allowed)
            .Take(Candidates)
            .Select(candidate => (candidate, distance: Distance(Normal(name), Normal(candidate))))
            .Where(found => found.distance <= allowed)
            .OrderBy(found => found.distance)
            .ThenBy(found => found.candidate, StringComparer.Ordinal)
            .Select(found => found.candidate)
            .FirstOrDefault();
    }

    private static Sentence DidYouMean(string near) => $"Did you mean '{near}'?";

    private static string Normal(string name) => name.ToLowerInvariant().Replace('-', '_');

    // Edits to get from one to the other, two letters swapped counting as one.
    private static int Distance(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            for (var j = 0; j <= to.Length; j++)
            {
                rows[i, j] = i == 0 ? j : j == 0 ? i : Math.Min(
                    Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1,
                    rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }

        return rows[from.Length, to.Length];
    }
}
