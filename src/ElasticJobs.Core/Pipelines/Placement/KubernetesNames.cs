using System.Text.RegularExpressions;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>What the API server takes as names (k8s.io/apimachinery, util/validation).</summary>
internal static partial class KubernetesNames
{
    /// <summary>DNS subdomain: claims, config maps, secrets, service accounts.</summary>
    public static bool IsObject(string text) => text.Length <= 253 && ObjectPattern().IsMatch(text);

    public static bool IsLabelKey(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? IsLabelName(text) : IsObject(text[..slash]) && IsLabelName(text[(slash + 1)..]);
    }

    public static bool IsLabelValue(string text) => text.Length == 0 || IsLabelName(text);

    /// <summary>DNS label: containers, namespaces.</summary>
    public static bool IsDnsLabel(string text) => text.Length <= 63 && !text.Contains('.') && ObjectPattern().IsMatch(text);

    /// <summary>Of a secret or a config map.</summary>
    public static bool IsDataKey(string text) => text is not ("" or "." or "..") && text.Length <= 253 && DataKeyPattern().IsMatch(text);

    private static bool IsLabelName(string text) => text.Length <= 63 && LabelPattern().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9\-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9\-]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ObjectPattern();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9_.\-]*[A-Za-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^[A-Za-z0-9_.\-]+\z", RegexOptions.None, 1000)]
    private static partial Regex DataKeyPattern();
}
