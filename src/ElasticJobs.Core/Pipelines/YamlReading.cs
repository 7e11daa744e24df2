using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

/// <summary>YAML scalars and nodes as JSON, by the rules of YAML 1.2's core schema: quoted text stays text, <c>yes</c> and <c>on</c> are text too.</summary>
internal static class YamlReading
{
    private const string TextTag = "tag:yaml.org,2002:str";

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

    /// <summary>Either the text's one document, which is a mapping, or what is wrong with it.</summary>
    /// <param name="none">Code of the problem that the text is something else.</param>
    public static (JsonObject? Root, Problem? Problem) ReadMapping(string text, string none)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new BoundedParser(new Parser(new StringReader(text))));
        }
        catch (YamlException exception)
        {
            return (null, ProblemTexts.Make("", ProblemCodes.Syntax, exception.Message) with { Line = (int)exception.Start.Line, Column = (int)exception.Start.Column });
        }
        catch (InvalidOperationException)
        {
            // The library's scanner gives up like this on a bracket that is not closed.
            return (null, ProblemTexts.Make("", ProblemCodes.Syntax, "a bracket, brace or quote is not closed"));
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }] ? (ToJson(root)!.AsObject(), null) : (null, ProblemTexts.Make("", none));
    }

    /// <summary>The tree's size and depth were bounded by <see cref="BoundedParser"/>.</summary>
    public static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(Key(pair.Key), ToJson(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        _ => Scalar((YamlScalarNode)node),
    };

    public static string Key(YamlNode key) => ((YamlScalarNode)key).Value ?? "";

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any) || (!scalar.Tag.IsEmpty && scalar.Tag.Value == TextTag))
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
            _ when IsWhole(text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : JsonNode.Parse(text.TrimStart('+')),
            _ when IsFloat(text, out var number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    private static bool IsWhole(string text)
    {
        var digits = text.AsSpan(text.Length > 0 && text[0] is '-' or '+' ? 1 : 0);
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') && (digits.Length == 1 || digits[0] != '0');
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
