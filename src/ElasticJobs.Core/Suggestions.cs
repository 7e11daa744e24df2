using ElasticJobs.Core.Expressions.Evaluation;

namespace ElasticJobs.Core;

/// <summary>"Did you mean": the nearest of some names.</summary>
public static class Suggestions
{
    /// <summary>Null: none is near enough.</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) => NearestName.Find(name, candidates);

    /// <summary>Fix sentences in English and Chinese for an unknown name.</summary>
    public static (string En, string Zh) ForUnknown(string name, IReadOnlyCollection<string> candidates) => Nearest(name, candidates) is { } nearest
        ? ($"Did you mean '{nearest}'?", $"您是指 '{nearest}' 吗？")
        : candidates.Count switch
        {
            0 => ("Take it out.", "请删除。"),
            > 20 => ("Check the spelling.", "请检查拼写。"),
            _ => ($"Choose one of {string.Join(", ", candidates)}.", $"请从 {string.Join("、", candidates)} 中选择。"),
        };
}
