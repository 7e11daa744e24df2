using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ElasticJobs.Core.Pipelines;

/// <summary>JSON as YAML that people like to read.</summary>
internal static class YamlWriting
{
    /// <summary>Fields whose value fits a line.</summary>
    private static readonly HashSet<string> OneLine = ["after", "position", "resources", "retry", "outputs", "choices", "labels", "nodeSelector", "tolerations"];

    public static string Write(JsonObject document)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, indentSequences: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, [], isImplicit: true));
        Emit(emitter, document, flow: false);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node, bool flow)
    {
        switch (node)
        {
            case JsonObject json:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, flow || json.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in json)
                {
                    Text(emitter, name, flow: true);
                    Emit(emitter, value, flow || OneLine.Contains(name));
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, flow || list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item, flow);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(emitter, value.GetValue<string>(), flow);
                break;
            default:
                Plain(emitter, node?.ToJsonString() ?? "null");
                break;
        }
    }

    private static void Text(Emitter emitter, string text, bool flow)
    {
        var block = !flow && text.Contains('\n') && IsFitForBlock(text);
        var style = block ? ScalarStyle.Literal : NeedsQuotes(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Plain;
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    private static void Plain(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    /// <summary>A block keeps every character only when no line ends in blanks or holds what YAML can't show, and it does not begin with a blank line or indent.</summary>
    private static bool IsFitForBlock(string text) =>
        text[0] is not (' ' or '\t' or '\n')
        && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.Contains("\t\n", StringComparison.Ordinal)
        && text[^1] is not (' ' or '\t')
        && text.All(letter => letter is '\n' or '\t' || (!char.IsControl(letter) && !char.IsSurrogate(letter) && letter is not ('\u2028' or '\u2029' or '\u0085' or '\ufeff')));

    /// <summary>Text that a reader would take for something else, or that plain style can't hold.</summary>
    private static bool NeedsQuotes(string text) =>
        text.Length == 0
        || text.Any(letter => char.IsControl(letter) || letter is '"' or '{' or '}' or '[' or ']' or ',' or '#' or '&' or '*' or '!' or '|' or '>' or '%' or '@' or '`' or '\\' or ':' or '\'' or '\ufeff' or '\u2028' or '\u2029' || char.IsSurrogate(letter))
        || text[0] is '-' or '?' or ' ' or '=' or '~' or '<' or '.' or '+' || char.IsAsciiDigit(text[0]) || text[^1] == ' '
        || text.ToLowerInvariant() is "null" or "true" or "false" or "yes" or "no" or "on" or "off" or "y" or "n";
}
