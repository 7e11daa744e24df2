using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Kubernetes' labels hold 63 characters of few kinds; ours may hold any text, which is then kept in an annotation.</summary>
internal static class LabelValues
{
    private const int Longest = 63;
    private const int HashDigits = 8;

    /// <summary>What we put there beside the labels that were given.</summary>
    private static readonly FrozenSet<string> Own =
        FrozenSet.Create(StringComparer.Ordinal, PodMarks.Owner, PodMarks.ManagedBy, PodMarks.Released, PodMarks.Object, PodMarks.Group, PodMarks.Rank, PodMarks.Round);

    /// <summary>The text itself where it fits, else what is left of it and a hash, so that different texts stay different.</summary>
    public static string Safe(string text)
    {
        if (IsSafe(text))
            return text;
        var kept = string.Concat(text.Select(c => IsInner(c) ? c : '-')).Trim('-', '_', '.');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashDigits];
        kept = kept[..Math.Min(kept.Length, Longest - HashDigits - 1)];
        return kept.Length == 0 ? hash : $"{kept}-{hash}";
    }

    /// <summary>The annotation for labels that don't fit. Null: all do.</summary>
    public static string? Annotation(IReadOnlyDictionary<string, string> labels)
    {
        var changed = labels.Where(label => !IsSafe(label.Value)).OrderBy(label => label.Key, StringComparer.Ordinal).ToDictionary();
        return changed.Count == 0 ? null : JsonSerializer.Serialize(changed);
    }

    /// <summary>The labels of a pod as they were given.</summary>
    public static IReadOnlyDictionary<string, string> Of(ObjectMeta metadata)
    {
        var labels = (metadata.Labels ?? new Dictionary<string, string>()).Where(label => !Own.Contains(label.Key)).ToDictionary();
        if (metadata.Annotation(PodMarks.Labels) is { } kept)
        {
            foreach (var (name, value) in JsonSerializer.Deserialize<Dictionary<string, string>>(kept) ?? [])
                labels[name] = value;
        }

        return labels;
    }

    private static bool IsSafe(string text) =>
        text.Length == 0 || (text.Length <= Longest && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]) && text.All(IsInner));

    private static bool IsInner(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.';
}
