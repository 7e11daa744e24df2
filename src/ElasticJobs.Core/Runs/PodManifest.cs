using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Runs;

/// <summary>The text form of a pod in <see cref="TaskAttempt.Manifest"/>.</summary>
public static class PodManifest
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Shown to people and stored; never put into a page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PodSpec pod) => JsonSerializer.Serialize(pod, Options);

    /// <summary>The log to show first: of the first container, of a group's rank 0; <c>main</c> where the manifest, perhaps of a task that no pod could be made of, names none.</summary>
    public static string FirstLogOf(string manifest) => LogNamesOf(manifest) is [var first, ..] ? first : ContainerSpec.MainName;

    /// <summary>See <see cref="PodSpec.LogNames"/>; none where the manifest can't be read.</summary>
    public static IReadOnlyList<string> LogNamesOf(string manifest)
    {
        try
        {
            return Read(manifest).LogNames;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <exception cref="JsonException">It was not written by <see cref="Write"/>.</exception>
    public static PodSpec Read(string manifest) =>
        JsonSerializer.Deserialize<PodSpec>(manifest, Options) ?? throw new JsonException("A manifest is an object, not null.");
}
