using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Web.Features.Runs.Detail;

internal static class PrettyJson
{
    // Shown as text, never as markup.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Indented; what is no JSON stays as it is.</summary>
    public static string Of(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString(Indented) ?? json;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Text may have half a character in it, which shows only when it is written again.
            return json;
        }
    }
}
