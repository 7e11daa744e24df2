using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

/// <summary>YAML scalars and nodes as JSON, by the rules of YAML 1.2's core schema: quoted text stays text, <c>yes</c> and <c>on</c> are text too.</summary>
internal static class YamlReading
{
    /// <summary>An alias makes its node appear again; more nodes than this in all is an attack or a mistake.</summary>
    private const int MaximumNodes = 1_000_000;

    public static JsonNode? ToJson(YamlNode node)
    {
        var left = MaximumNodes;
        return ToJson(node, ref left);
    }

    public static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";

    /// <summary>What a person would call the node.</summary>
    public static string Describe(YamlNode node) => node switch
    {
        YamlMappingNode => "a mapping",
        YamlSequenceNode => "a list",
        _ when IsNull(node) => "empty",
        YamlScalarNode scalar => $"'{Shorten(scalar.Value ?? "")}'",
        _ => "something else",
    };

    private static JsonNode? ToJson(YamlNode node, ref int left)
    {
        if (--left < 0)
        {
            throw new YamlException(node.Start, node.End, "aliases make this too large");
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                var json = new JsonObject();
                foreach (var (key, value) in mapping.Children)
                {
                    json[(key as YamlScalarNode)?.Value ?? key.ToString()] = ToJson(value, ref left);
                }

                return json;
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var item in sequence.Children)
                {
                    list.Add(ToJson(item, ref left));
                }

                return list;
            default:
                return Scalar((YamlScalarNode)node);
        }
    }

    private static JsonValue? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return JsonValue.Create(text);
        }

        if (IsNull(scalar))
        {
            return null;
        }

        return text switch
        {
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && !HasLeadingZero(text) => JsonValue.Create(whole),
            _ when IsFloat(text, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    private static bool HasLeadingZero(string text)
    {
        var digits = text.TrimStart('-', '+');
        return digits.Length > 1 && digits[0] == '0';
    }

    private static bool IsFloat(string text, out double number)
    {
        number = 0;
        return text.Any(char.IsAsciiDigit)
            && text.All(letter => char.IsAsciiDigit(letter) || letter is '.' or '-' or '+' or 'e' or 'E')
            && text.AsSpan().IndexOfAny('.', 'e', 'E') >= 0
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
            && double.IsFinite(number);
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
