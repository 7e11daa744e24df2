using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace ElasticJobs.Core.Pipelines;

/// <summary>One mapping of a document being read: hands out its fields by name, collects every problem with its place, and at the end tells of fields that nobody asked for.</summary>
internal sealed partial class YamlBinder(YamlMappingNode node, string path, List<Problem> problems)
{
    private readonly HashSet<string> _asked = [];

    public string? TaskId { get; set; }

    public YamlNode Node => node;

    public string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public YamlNode? Get(string field)
    {
        _asked.Add(field);
        return node.Children.TryGetValue(new YamlScalarNode(field), out var value) && !YamlReading.IsNull(value) ? value : null;
    }

    public string? Text(string field)
    {
        var value = Get(field);
        if (value is null or YamlScalarNode)
        {
            return (value as YamlScalarNode)?.Value;
        }

        WrongType(field, value, "text");
        return null;
    }

    public string RequiredText(string field, string example)
    {
        if (Get(field) is null)
        {
            Add(node, PathOf(field), ProblemCodes.Missing, PathOf(field), example);
        }

        return Text(field) ?? "";
    }

    public bool Flag(string field)
    {
        if (Get(field) is not { } value)
        {
            return false;
        }

        if (value is YamlScalarNode { Value: "true" or "True" or "false" or "False" } scalar)
        {
            return scalar.Value is "true" or "True";
        }

        WrongType(field, value, "true or false");
        return false;
    }

    public T Choice<T>(string field, T fallback) where T : struct, Enum
    {
        if (Get(field) is not { } value)
        {
            return fallback;
        }

        var text = (value as YamlScalarNode)?.Value;
        if (text is not null && !char.IsAsciiDigit(text.FirstOrDefault()) && Enum.TryParse<T>(text, ignoreCase: true, out var chosen))
        {
            return chosen;
        }

        Add(value, PathOf(field), ProblemCodes.BadChoice, text ?? YamlReading.Describe(value), string.Join(", ", Enum.GetNames<T>().Select(name => name.ToLowerInvariant())));
        return fallback;
    }

    public IReadOnlyDictionary<string, string> Texts(string field) => Texts(field, "text", null);

    /// <param name="expected">What a value must be.</param>
    /// <param name="mapping">Takes values that are mappings. Null: they are wrong.</param>
    public IReadOnlyDictionary<string, string> Texts(string field, string expected, Action<string, YamlBinder>? mapping)
    {
        Dictionary<string, string> texts = [];
        switch (Get(field))
        {
            case null:
                break;
            case YamlMappingNode fields:
                foreach (var (key, value) in fields.Children)
                {
                    var name = YamlReading.Key(key);
                    if (value is YamlScalarNode scalar)
                    {
                        texts[name] = YamlReading.IsNull(scalar) ? "" : scalar.Value ?? "";
                    }
                    else if (mapping is not null && value is YamlMappingNode inner)
                    {
                        mapping(name, new YamlBinder(inner, $"{PathOf(field)}.{name}", problems) { TaskId = TaskId });
                    }
                    else
                    {
                        Add(value, $"{PathOf(field)}.{name}", ProblemCodes.WrongType, expected, YamlReading.Describe(value));
                    }
                }

                break;
            case { } other:
                WrongType(field, other, "a mapping of names to texts");
                break;
        }

        return texts;
    }

    public IReadOnlyList<string>? List(string field)
    {
        if (Get(field) is not { } value)
        {
            return null;
        }

        if (value is YamlSequenceNode sequence && sequence.Children.All(item => item is YamlScalarNode))
        {
            return [.. sequence.Children.Select(item => ((YamlScalarNode)item).Value ?? "")];
        }

        WrongType(field, value, "a list of texts");
        return null;
    }

    public JsonObject Json(string field)
    {
        switch (Get(field))
        {
            case null:
                return [];
            case YamlMappingNode mapping:
                return (JsonObject)YamlReading.ToJson(mapping)!;
            case { } other:
                WrongType(field, other, "a mapping");
                return [];
        }
    }

    public YamlBinder? Child(string field)
    {
        switch (Get(field))
        {
            case null:
                return null;
            case YamlMappingNode mapping:
                return new YamlBinder(mapping, PathOf(field), problems) { TaskId = TaskId };
            case { } other:
                WrongType(field, other, "a mapping");
                return null;
        }
    }

    /// <summary>Items of a list with their paths.</summary>
    public IEnumerable<(YamlNode Node, string Path)> Items(string field)
    {
        switch (Get(field))
        {
            case null:
                return [];
            case YamlSequenceNode sequence:
                return sequence.Children.Select((item, index) => (item, $"{PathOf(field)}[{Invariant(index)}]"));
            case { } other:
                WrongType(field, other, "a list");
                return [];
        }
    }

    public YamlBinder? ItemBinder(YamlNode item, string itemPath, string expected)
    {
        if (item is YamlMappingNode mapping)
        {
            return new YamlBinder(mapping, itemPath, problems) { TaskId = TaskId };
        }

        Add(item, itemPath, ProblemCodes.WrongType, expected, YamlReading.Describe(item));
        return null;
    }

    public void Add(YamlNode at, string problemPath, string code, params IReadOnlyList<string> args)
    {
        if (problems.Count < PipelineReader.MaximumProblems)
        {
            problems.Add(ProblemTexts.Make(problemPath, code, args) with { Line = (int)at.Start.Line, Column = (int)at.Start.Column, Task = TaskId });
        }
    }

    /// <summary>Tells of every field that was not asked for. <paramref name="later"/>: fields of the language that this version does not know.</summary>
    public void Finish(params IReadOnlyCollection<string> later)
    {
        foreach (var key in node.Children.Keys)
        {
            var name = YamlReading.Key(key);
            if (_asked.Contains(name))
            {
                continue;
            }

            if (later.Contains(name))
            {
                Add(key, PathOf(name), ProblemCodes.NotSupportedYet, name);
            }
            else if (problems.Count < PipelineReader.MaximumProblems)
            {
                var (en, zh) = Suggestions.ForUnknown(name, _asked);
                Add(key, PathOf(name), ProblemCodes.UnknownField, name, en, zh);
            }
        }
    }

    private void WrongType(string field, YamlNode value, string expected) =>
        Add(value, PathOf(field), ProblemCodes.WrongType, expected, YamlReading.Describe(value));

    private static string Invariant(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
