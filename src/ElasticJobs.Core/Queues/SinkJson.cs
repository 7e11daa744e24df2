using System.Text.Json;

namespace ElasticJobs.Core.Queues;

/// <summary>What a frame in a sink says as a JSON object. Anybody may put frames there, so nothing of their shape is sure.</summary>
public static class SinkJson
{
    /// <summary>Null: it says none that can be used.</summary>
    public static double? NumberOf(ReadOnlyMemory<byte> data, string name) =>
        Find<double?>(data, name, static value => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null);

    /// <inheritdoc cref="NumberOf"/>
    public static string? TextOf(ReadOnlyMemory<byte> data, string name) =>
        Find(data, name, static value => value.ValueKind == JsonValueKind.String ? value.GetString() : null);

    private static T? Find<T>(ReadOnlyMemory<byte> data, string name, Func<JsonElement, T?> read)
    {
        try
        {
            using var said = JsonDocument.Parse(data);
            return said.RootElement.ValueKind == JsonValueKind.Object && said.RootElement.TryGetProperty(name, out var value) ? read(value) : default;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or with half a character in it, which shows only when the text is asked for.
            return default;
        }
    }
}
