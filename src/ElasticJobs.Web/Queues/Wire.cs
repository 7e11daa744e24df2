using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Web.Queues;

/// <summary>Frames and attributes as the caller accepts them: EAS's protocol buffers, else JSON.</summary>
internal static class Wire
{
    private const string Protobuf = "application/vnd.google.protobuf";

    public static bool WantsProtobuf(HttpRequest request) => request.Headers.Accept.ToString().Contains("protobuf", StringComparison.OrdinalIgnoreCase);

    /// <param name="lease">Epoch of the lease, for workers. Null: for others, who see no tags that begin with <c>_</c>.</param>
    public static WireFrame Of(QueueFrame frame, long? lease = null, bool withData = true)
    {
        var tags = frame.Tags.Where(tag => lease is not null || !tag.Key.StartsWith('_')).ToDictionary(StringComparer.Ordinal);
        tags.TryAdd(TaskTags.RequestId, frame.RequestId);
        if (lease is { } epoch)
        {
            tags["_epoch_"] = epoch.ToString(CultureInfo.InvariantCulture);
            tags["_deliveries_"] = frame.Deliveries.ToString(CultureInfo.InvariantCulture);
            // Relative to the queue's address, which only the worker knows as it reaches it.
            if (frame is { Payload: not null, Data.IsEmpty: true } && withData)
                tags["_url_"] = string.Create(CultureInfo.InvariantCulture, $"?{GetEndpoint.Payload}={frame.Index}");
        }

        // EAS does not say what its message is; here, why the frame waits again or is a dead letter.
        return new WireFrame((ulong)frame.Index, tags, withData ? frame.Data : default, frame.Reason ?? "");
    }

    public static async Task WriteAsync(HttpContext http, IReadOnlyList<WireFrame> frames)
    {
        if (WantsProtobuf(http.Request))
        {
            http.Response.ContentType = Protobuf;
            await http.Response.Body.WriteAsync(FrameCodec.EncodeList(frames), http.RequestAborted);
            return;
        }

        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, frames.Select(frame => new JsonFrame(frame.Index, frame.Message, frame.Tags, frame.Data.ToArray())), WireJson.Default.IEnumerableJsonFrame, http.RequestAborted);
    }

    public static async Task WriteAsync(HttpContext http, IReadOnlyDictionary<string, string> attributes)
    {
        if (WantsProtobuf(http.Request))
        {
            http.Response.ContentType = Protobuf;
            await http.Response.Body.WriteAsync(FrameCodec.EncodeAttributes(attributes), http.RequestAborted);
            return;
        }

        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, attributes, WireJson.Default.IReadOnlyDictionaryStringString, http.RequestAborted);
    }
}

/// <param name="Data">In JSON: base64.</param>
internal sealed record JsonFrame(ulong Index, string Message, IReadOnlyDictionary<string, string> Tags, byte[] Data);

/// <summary>Names of fields are the protocol's.</summary>
internal sealed record JsonStanding(
    [property: JsonPropertyName("ConsumerId")] string ConsumerId,
    [property: JsonPropertyName("IsPending")] bool IsPending,
    [property: JsonPropertyName("WaitCount")] long WaitCount,
    [property: JsonPropertyName("WaitSeconds"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? WaitSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IEnumerable<JsonFrame>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(JsonStanding))]
internal sealed partial class WireJson : JsonSerializerContext;
