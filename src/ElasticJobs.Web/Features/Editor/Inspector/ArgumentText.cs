using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Templates;

namespace ElasticJobs.Web.Features.Editor.Inspector;

/// <summary>Values of form fields as text, and back. What does not fit the type stays text, so that the validator can say so and nothing typed is lost.</summary>
internal static class ArgumentText
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToText(JsonNode? value) => value switch
    {
        null => "",
        JsonArray list when list.All(item => item is JsonValue) => string.Join('\n', list.Select(item => item!.ToString())),
        JsonValue scalar => scalar.GetValueKind() switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => scalar.ToString(),
        },
        _ => value.ToJsonString(Pretty),
    };

    /// <summary>Null: the field is empty, so that its default counts.</summary>
    public static JsonNode? FromText(TemplateParameterType type, string text) => text.Length == 0 ? null : type switch
    {
        TemplateParameterType.Int => Whole(text) ?? (JsonNode)text,
        TemplateParameterType.Float => Number(text) ?? (JsonNode)text,
        TemplateParameterType.Bool => Bool(text) ?? (JsonNode)text,
        TemplateParameterType.List or TemplateParameterType.Multiple => Lines(text),
        TemplateParameterType.Dict or TemplateParameterType.Json => Json(text) ?? text,
        _ => text,
    };

    public static JsonNode? FromText(PipelineParameterType type, string text) => FromText(
        type switch
        {
            PipelineParameterType.Int => TemplateParameterType.Int,
            PipelineParameterType.Float => TemplateParameterType.Float,
            PipelineParameterType.Bool => TemplateParameterType.Bool,
            PipelineParameterType.Json => TemplateParameterType.Json,
            _ => TemplateParameterType.Str,
        },
        text);

    private static JsonValue? Whole(string text) =>
        long.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : null;

    private static JsonValue? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonValue.Create(number) : null;

    private static JsonValue? Bool(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => null,
    };

    private static JsonArray Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => (JsonNode)line)];

    private static JsonNode? Json(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
