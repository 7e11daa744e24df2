using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Pipelines;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Templates.Manifests;

/// <summary>
/// A manifest's YAML with expressions. It is parsed first and expressions are filled into its texts then, so that no value can change its structure. A plain value that is nothing but
/// one expression gets the type of what it becomes, as if that stood there (<c>replicas: {{params.n}}</c>); a quoted one stays text.
/// </summary>
internal sealed partial class ManifestText
{
    // Private use: YAML takes them as letters, and no manifest has them.
    private const char Begin = '\uE000';
    private const char End = '\uE001';

    private readonly List<string> _expressions = [];
    private readonly Func<string, int, string> _fill;

    private ManifestText(Func<string, int, string> fill) => _fill = fill;

    /// <param name="fill">Gives what an expression becomes; its number tells it from others in the text.</param>
    /// <returns>Null: <paramref name="problems"/> say why.</returns>
    public static JsonObject? Read(string text, string path, Func<string, int, string> fill, List<Problem> problems)
    {
        var manifest = new ManifestText(fill);
        List<Problem> found = [];
        var root = PipelineReader.Parse(Expression().Replace(text, match => manifest.Mask(match.Value)), found);
        if (root is YamlMappingNode)
        {
            return (JsonObject)manifest.Node(root)!;
        }

        problems.AddRange(found.Count > 0
            ? found.Select(problem => ProblemTexts.Make(path, ProblemCodes.BadManifest, problem.Message, problem.Fix, problem.Message, problem.Fix))
            : [ProblemTexts.Make(path, ProblemCodes.BadManifest, "A manifest is a mapping with apiVersion and kind.", "Begin with 'apiVersion: batch/v1'.", "清单应为包含 apiVersion 和 kind 的映射。", "请以 'apiVersion: batch/v1' 开头。")]);
        return null;
    }

    private string Mask(string expression)
    {
        _expressions.Add(expression);
        return string.Create(CultureInfo.InvariantCulture, $"{Begin}{_expressions.Count - 1}{End}");
    }

    private JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(pair => KeyValuePair.Create(Fill(YamlReading.Key(pair.Key)), Node(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Node)]),
        YamlScalarNode { Value: { } text } scalar when text.Contains(Begin, StringComparison.Ordinal) => scalar.Style == ScalarStyle.Plain && Single().IsMatch(text)
            ? YamlReading.ToJson(new YamlScalarNode(Fill(text)) { Style = ScalarStyle.Plain })
            : JsonValue.Create(Fill(text)),
        _ => YamlReading.ToJson(node),
    };

    private string Fill(string text) => Masked().Replace(text, match => int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) is var number && number < _expressions.Count
        ? _fill(_expressions[number], number)
        : match.Value);

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("\uE000(?<number>[0-9]{1,6})\uE001", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Masked();

    [GeneratedRegex("^\uE000[0-9]{1,6}\uE001\\z", RegexOptions.None, 1000)]
    private static partial Regex Single();
}
