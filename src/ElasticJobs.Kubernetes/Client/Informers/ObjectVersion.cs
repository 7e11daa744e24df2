using System.Globalization;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Resource versions are opaque but grow; all known servers write them as whole numbers. What is no number is only ever equal or not.</summary>
internal static class ObjectVersion
{
    /// <summary>True when <paramref name="version"/> says nothing new to who knows <paramref name="known"/>.</summary>
    public static bool IsKnown(string? version, string? known) => version == known || IsOlder(version, known);

    public static bool IsOlder(string? version, string? known) =>
        ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && ulong.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var other) && number < other;
}
