using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>Ids for tasks that are added: <c>shell-1</c>, <c>shell-2</c>, and so on.</summary>
internal static class FreshIds
{
    private const int MaximumStem = 34;

    /// <param name="taken">Ids that are in use; the given one is added.</param>
    public static string ForTemplate(string template, HashSet<string> taken) => Next(Stem(template), 1, taken);

    /// <summary>The id itself where it is free, else the next free number behind its stem.</summary>
    public static string ForCopy(string id, HashSet<string> taken) => taken.Add(id) ? id : Next(Stem(WithoutNumber(id)), 2, taken);

    private static string Next(string stem, int number, HashSet<string> taken)
    {
        while (!taken.Add($"{stem}-{number}"))
        {
            number++;
        }

        return $"{stem}-{number}";
    }

    private static string WithoutNumber(string id)
    {
        var end = id.LastIndexOf('-');
        return end > 0 && int.TryParse(id.AsSpan(end + 1), out _) ? id[..end] : id;
    }

    /// <summary>A template's name may hold what an id must not.</summary>
    private static string Stem(string name)
    {
        var plain = new string([.. name.Split('@')[0].ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' ? letter : '-')]);
        var parts = plain.Split('-', StringSplitOptions.RemoveEmptyEntries);
        var stem = string.Join('-', parts);
        stem = stem.Length <= MaximumStem ? stem : stem[..MaximumStem].TrimEnd('-', '_');
        return PipelineValidator.IsTaskId(stem) ? stem : "task";
    }
}
