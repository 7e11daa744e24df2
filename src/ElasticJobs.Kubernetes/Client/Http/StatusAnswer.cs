using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Reads the API's <c>Status</c> object.</summary>
internal static class StatusAnswer
{
    /// <summary>Longest text of an answer that is no Status, e.g. a proxy's page.</summary>
    private const int TextLimit = 300;

    public static KubernetesApiException ToException(HttpStatusCode code, ReadOnlySpan<byte> body, TimeSpan? retryAfter = null)
    {
        if (Parse(body) is not { } status)
            return new KubernetesApiException(code, "", $"{(int)code} {code}: {Excerpt(body)}", [], retryAfter);
        return ToException(status, code, retryAfter);
    }

    /// <param name="status">A Status; its own code wins over <paramref name="fallback"/>.</param>
    public static KubernetesApiException ToException(JsonObject status, HttpStatusCode fallback, TimeSpan? retryAfter = null)
    {
        var details = status["details"] as JsonObject;
        var causes = (details?["causes"] as JsonArray)?.OfType<JsonObject>()
            .Select(cause => new StatusCause(Text(cause, "reason"), Text(cause, "message"), Text(cause, "field"))).ToList() ?? [];
        var code = status["code"] is JsonValue number && number.TryGetValue(out int value) ? (HttpStatusCode)value : fallback;
        if (retryAfter is null && details?["retryAfterSeconds"] is JsonValue after && after.TryGetValue(out int seconds) && seconds > 0)
            retryAfter = TimeSpan.FromSeconds(seconds);
        return new KubernetesApiException(code, Text(status, "reason") ?? "", Text(status, "message") ?? $"{(int)code} {code}", causes, retryAfter);
    }

    /// <summary>Null: it is none. Those on the error channel of sessions don't say their kind.</summary>
    public static JsonObject? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            return JsonNode.Parse(ref reader) is JsonObject json && (Text(json, "kind") == "Status" || Text(json, "status") is "Success" or "Failure") ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static string Excerpt(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, TextLimit)]).Trim();
        return text.Length == 0 ? "the answer has no body" : text;
    }
}
