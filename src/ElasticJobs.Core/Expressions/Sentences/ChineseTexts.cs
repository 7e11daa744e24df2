using System.Collections.Frozen;

namespace ElasticJobs.Core.Expressions.Sentences;

/// <summary>The Chinese of each English sentence about expressions; {0}, {1}... are the same values in both. A sentence without one is told in English.</summary>
internal static partial class ChineseTexts
{
    private static readonly FrozenDictionary<string, string> All = Syntax.Concat(Values).Concat(Calls).Concat(Dates).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Null: there is none, or it needs none.</summary>
    public static string? Find(string english) => All.GetValueOrDefault(english);
}
