using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Elasticity;

/// <summary>One JSON object being read: hands out its fields by name, collects every problem with its path, and at the end tells of fields that nobody asked for. A field that is null is missing.</summary>
internal sealed class JsonFields(JsonObject node, string path, List<Problem> problems)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public string Path => path;

    public string PathOf(string field) => path.Length == 0 ? field : $"{path}.{field}";

    public JsonNode? Get(string field)
    {
        _asked.Add(field);
        return node[field];
    }

    public JsonFields? Object(string field) => Get(field) is { } value ? Object(value, PathOf(field)) : null;

    /// <summary>Null: the value is no object, which is told.</summary>
    public JsonFields? Object(JsonNode? value, string valuePath)
    {
        if (value is JsonObject inner)
            return new JsonFields(inner, valuePath, problems);
        Add(valuePath, ProblemCodes.WrongType, "a mapping", Describe(value));
        return null;
    }

    /// <summary>Null: it is missing or no list.</summary>
    public JsonArray? List(string field)
    {
        var value = Get(field);
        if (value is not null and not JsonArray)
            Add(PathOf(field), ProblemCodes.WrongType, "a list", Describe(value));
        return value as JsonArray;
    }

    public double? Number(string field) => Get(field) is { } value ? Number(value, PathOf(field)) : null;

    public double? Number(JsonNode? value, string valuePath)
    {
        if (value is JsonValue && value.GetValueKind() == JsonValueKind.Number)
            return double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);
        Add(valuePath, ProblemCodes.WrongType, "a number", Describe(value));
        return null;
    }

    public int? Whole(string field, int minimum, int maximum)
    {
        if (Number(field) is not { } number)
            return null;
        if (Math.Floor(number) != number)
            Add(PathOf(field), ProblemCodes.WrongType, "a whole number", Describe(Get(field)));
        else if (number < minimum || number > maximum)
            Add(PathOf(field), ProblemCodes.OutOfRange, Text(number), Text(minimum), Text(maximum));
        else
            return (int)number;
        return null;
    }

    public double? Number(string field, double minimum, double maximum)
    {
        if (Number(field) is not { } number)
            return null;
        if (number >= minimum && number <= maximum)
            return number;
        Add(PathOf(field), ProblemCodes.OutOfRange, Text(number), Text(minimum), Text(maximum));
        return null;
    }

    public string? Text(string field)
    {
        if (Get(field) is not { } value)
            return null;
        if (value.GetValueKind() == JsonValueKind.String)
            return value.GetValue<string>();
        Add(PathOf(field), ProblemCodes.WrongType, "text", Describe(value));
        return null;
    }

    public bool? Flag(string field)
    {
        if (Get(field) is not { } value)
            return null;
        if (value.GetValueKind() is JsonValueKind.True or JsonValueKind.False)
            return value.GetValueKind() == JsonValueKind.True;
        Add(PathOf(field), ProblemCodes.WrongType, "true or false", Describe(value));
        return null;
    }

    public T? Choice<T>(string field) where T : struct, Enum
    {
        if (Text(field) is not { } text)
            return null;
        var names = Enum.GetNames<T>();
        if (Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
            return Enum.Parse<T>(found);
        Add(PathOf(field), ProblemCodes.BadChoice, text, string.Join(", ", names));
        return null;
    }

    public void Add(string problemPath, string code, params IReadOnlyList<string> args) => problems.Add(ProblemTexts.Make(problemPath, code, args));

    public void Warn(string problemPath, string code, params IReadOnlyList<string> args) => problems.Add(ProblemTexts.Make(problemPath, code, args) with { IsWarning = true });

    /// <summary>Tells of every field that was not asked for.</summary>
    public void Finish()
    {
        foreach (var (name, _) in node.Where(field => !_asked.Contains(field.Key)))
        {
            var (en, zh) = Suggestions.ForUnknown(name, _asked);
            Add(PathOf(name), ProblemCodes.UnknownField, name, en, zh);
        }
    }

    public static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>As the terms of <see cref="ProblemTexts"/> call it, or the value itself.</summary>
    public static string Describe(JsonNode? value) => value switch
    {
        null => "empty",
        JsonObject => "a mapping",
        JsonArray => "a list",
        _ => value.ToJsonString(),
    };
}
