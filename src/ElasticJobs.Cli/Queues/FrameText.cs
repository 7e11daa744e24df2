using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Cli.Queues;

/// <summary>Frames as a person reads them, and as programs do.</summary>
internal static class FrameText
{
    public const string RequestIdTag = "requestId";

    /// <summary>Characters of a payload in one line.</summary>
    private const int Longest = 120;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string[] Head { get; } = ["INDEX", "REQUEST", "TAGS", "DATA"];

    /// <summary>Cells of a table.</summary>
    public static string[] Row(WireFrame frame) =>
    [
        frame.Index.ToString(CultureInfo.InvariantCulture),
        frame.Tags.GetValueOrDefault(RequestIdTag, ""),
        string.Join(' ', frame.Tags.Where(tag => tag.Key != RequestIdTag).OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")),
        OnOneLine(frame),
    ];

    /// <summary>One line: index, tags, and the payload as <c>text</c>, or as base64 in <c>data</c> if it is no text.</summary>
    public static string Json(WireFrame frame)
    {
        var json = new JsonObject { ["index"] = frame.Index, ["tags"] = new JsonObject(frame.Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))) };
        if (frame.Message.Length > 0)
        {
            json["message"] = frame.Message;
        }

        json[Text(frame) is null ? "data" : "text"] = Text(frame) ?? Convert.ToBase64String(frame.Data.Span);
        return json.ToJsonString();
    }

    private static string OnOneLine(WireFrame frame)
    {
        var text = Text(frame) ?? $"({frame.Data.Length} bytes)";
        var shown = new StringBuilder();
        foreach (var character in text.Length > Longest ? text[..Longest] : text)
        {
            _ = character switch
            {
                '\n' => shown.Append("\\n"),
                '\r' => shown.Append("\\r"),
                '\t' => shown.Append("\\t"),
                _ when char.IsControl(character) => shown.Append('.'),
                _ => shown.Append(character),
            };
        }

        return shown.Append(text.Length > Longest ? "..." : "").Append(frame.Message.Length > 0 ? $" [{frame.Message}]" : "").ToString();
    }

    /// <summary>Null: it is no text.</summary>
    private static string? Text(WireFrame frame)
    {
        try
        {
            return Strict.GetString(frame.Data.Span);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
