using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Deployments;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core;

/// <summary>A mapping's fields as kinds of values; what is wrong becomes a problem at its path. A key with dots may be written as one (<c>"rpc.worker_threads"</c>) or as mappings in each other.</summary>
internal sealed class JsonFields(JsonObject? fields, string path, ICollection<Problem> problems)
{
    private readonly HashSet<string> _used = [];

    public bool IsThere => fields is not null;

    public IEnumerable<string> Keys => fields?.Select(pair => pair.Key) ?? [];

    public JsonNode? Node(string key)
    {
        if (fields is null)
            return null;
        _used.Add(key.Split('.')[0]);
        _used.Add(key);
        if (fields.TryGetPropertyValue(key, out var whole))
            return whole;
        JsonNode? node = fields;
        foreach (var part in key.Split('.'))
            node = (node as JsonObject)?[part];
        return node;
    }

    public string? Text(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return value.GetValue<string>() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                return value.ToJsonString();
            case var other:
                Wrong(key, "text", other);
                return null;
        }
    }

    public double? Number(string key, double least, double most)
    {
        var node = Node(key);
        if (node is null)
            return null;
        if (AsNumber(node) is not { } number)
        {
            Wrong(key, "a number", node);
            return null;
        }

        if (number >= least && number <= most)
            return number;
        problems.Add(ProblemTexts.Make(At(key), ProblemCodes.OutOfRange, Shown(number), Shown(least), Shown(most)));
        return null;
    }

    public long? Whole(string key, long least, long most)
    {
        if (Number(key, least, most) is not { } number)
            return null;
        if (number == Math.Floor(number))
            return (long)number;
        Wrong(key, "a whole number", Node(key)!);
        return null;
    }

    public bool? Flag(string key)
    {
        switch (Node(key))
        {
            case null:
                return null;
            case JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                return value.GetValue<bool>();
            case var other:
                Wrong(key, "true or false", other);
                return null;
        }
    }

    public JsonFields Mapping(string key)
    {
        var node = Node(key);
        if (node is not (null or JsonObject))
            Wrong(key, "a mapping", node);
        return new JsonFields(node as JsonObject, At(key), problems);
    }

    public IReadOnlyList<JsonFields> Mappings(string key)
    {
        var node = Node(key);
        if (node is not (null or JsonArray))
            Wrong(key, "a list", node);
        var items = new List<JsonFields>();
        foreach (var (item, i) in ((node as JsonArray) ?? []).Select((item, i) => (item, i)))
        {
            if (item is JsonObject mapping)
                items.Add(new JsonFields(mapping, $"{At(key)}[{i}]", problems));
            else
                problems.Add(ProblemTexts.Make($"{At(key)}[{i}]", ProblemCodes.WrongType, "a mapping", Described(item)));
        }

        return items;
    }

    /// <summary>One of these words, as an index. Null: nothing is said, or a problem says that it is none of them.</summary>
    public int? Choice(string key, params IReadOnlyList<string> choices)
    {
        if (Text(key) is not { } text)
            return null;
        for (var i = 0; i < choices.Count; i++)
        {
            if (string.Equals(text, choices[i], StringComparison.OrdinalIgnoreCase))
                return i;
        }

        problems.Add(ProblemTexts.Make(At(key), ProblemCodes.BadChoice, text, string.Join(", ", choices)));
        return null;
    }

    /// <summary>Tells of keys that nobody asked for.</summary>
    /// <param name="known">Keys of EAS that have no meaning here and are taken all the same.</param>
    public void WarnOfRest(params IReadOnlyList<string> known)
    {
        foreach (var (key, _) in fields ?? [])
        {
            if (!_used.Contains(key) && !known.Contains(key))
                problems.Add(ProblemTexts.Make(At(key), DeploymentCodes.FieldNotUsed, key) with { IsWarning = true });
        }
    }

    /// <summary>Keys that nobody asked for are wrong.</summary>
    public void RefuseRest()
    {
        foreach (var key in Keys.Where(key => !_used.Contains(key)))
        {
            var (en, zh) = Suggestions.ForUnknown(key, _used);
            Add(key, ProblemCodes.UnknownField, key, en, zh);
        }
    }

    public string At(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public void Add(string key, string code, params IReadOnlyList<string> args) => problems.Add(ProblemTexts.Make(At(key), code, args));

    public void Warn(string key, string code) => problems.Add(ProblemTexts.Make(At(key), code) with { IsWarning = true });

    private void Wrong(string key, string wanted, JsonNode found) => problems.Add(ProblemTexts.Make(At(key), ProblemCodes.WrongType, wanted, Described(found)));

    private static double? AsNumber(JsonNode node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.Number && double.TryParse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Described(JsonNode? node) => node switch
    {
        null => "empty",
        JsonObject => "a mapping",
        JsonArray => "a list",
        _ => node.ToJsonString(),
    };

    private static string Shown(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
