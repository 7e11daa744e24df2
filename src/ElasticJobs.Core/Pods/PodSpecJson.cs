using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Pods;

/// <summary>How a <see cref="PodSpec"/> is kept as an attempt's manifest and by runtimes.</summary>
public static class PodSpecJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(PodSpec pod) => JsonSerializer.Serialize(pod, Options);

    public static PodSpec Read(string manifest) => JsonSerializer.Deserialize<PodSpec>(manifest, Options) ?? throw new JsonException("The manifest is null.");
}
