using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Core.Templates;

/// <summary>A template's form: checks values, the same for console, API and CLI. Text that holds an expression is checked when it is rendered.</summary>
public static class TemplateForm
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromMilliseconds(100);

    /// <param name="path">Of the args, e.g. <c>spec.tasks[2].args</c>.</param>
    public static IReadOnlyList<Problem> Check(TemplateSpec template, JsonObject args, string path)
    {
        List<Problem> problems = [];
        var parameters = template.AllParameters.ToDictionary(parameter => parameter.Name);
        foreach (var name in args.Select(pair => pair.Key).Where(name => !parameters.ContainsKey(name)))
        {
            var (en, zh) = Suggestions.ForUnknown(name, parameters.Keys);
            problems.Add(ProblemTexts.Make($"{path}.{name}", ProblemCodes.UnknownArg, template.Name, name, en, zh));
        }

        foreach (var parameter in parameters.Values)
        {
            Check(parameter, args[parameter.Name], $"{path}.{parameter.Name}", problems);
        }

        return problems;
    }

    /// <summary>The value that counts: given, else default. Null: neither.</summary>
    public static JsonNode? Value(TemplateParameter parameter, JsonObject args) => args[parameter.Name] ?? parameter.Default;

    /// <summary>A copy of the args in the form's order, with the default of every field that has no value. What the form does not know is left out.</summary>
    public static JsonObject Fill(TemplateSpec template, JsonObject args) =>
        new(template.AllParameters
            .Select(parameter => KeyValuePair.Create(parameter.Name, Value(parameter, args)?.DeepClone()))
            .Where(pair => pair.Value is not null));

    private static void Check(TemplateParameter parameter, JsonNode? value, string path, List<Problem> problems)
    {
        var text = value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : null;
        if (value is null || text is { Length: 0 })
        {
            if (parameter is { Required: true, Default: null })
            {
                problems.Add(ProblemTexts.Make(path, ProblemCodes.ArgMissing, parameter.Name));
            }

            return;
        }

        if (text?.Contains("{{", StringComparison.Ordinal) == true)
        {
            return;
        }

        if (Expected(parameter, value, text) is { } expected)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ArgType, parameter.Name, expected, Shorten(value.ToJsonString())));
            return;
        }

        CheckRange(parameter, value, path, problems);
        CheckChoices(parameter, value, text, path, problems);
        if (parameter.Regex is { } regex && text is not null && !Matches(text, regex))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ArgPattern, parameter.Name, Shorten(text), regex));
        }

        if (parameter.Type != TemplateParameterType.Json)
        {
            CheckFields(parameter, value, path, problems);
        }
    }

    /// <summary>Of a dict, or of each dict of a list.</summary>
    private static void CheckFields(TemplateParameter parameter, JsonNode value, string path, List<Problem> problems)
    {
        switch (value)
        {
            case JsonObject fields:
                foreach (var field in parameter.Fields)
                {
                    Check(field, fields[field.Name], $"{path}.{field.Name}", problems);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (ExpectedItem(parameter.ItemType, items[i]) is { } expected)
                    {
                        problems.Add(ProblemTexts.Make($"{path}[{i}]", ProblemCodes.ArgType, $"{parameter.Name}[{i}]", expected, Shorten(items[i]?.ToJsonString() ?? "null")));
                    }
                    else if (items[i] is JsonObject item)
                    {
                        CheckFields(parameter, item, $"{path}[{i}]", problems);
                    }
                }

                break;
        }
    }

    private static string? ExpectedItem(string itemType, JsonNode? item) => itemType switch
    {
        "dict" => item is JsonObject ? null : "a mapping",
        "int" => IsExpression(item) || long.TryParse(item?.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
        "float" => IsExpression(item) || double.TryParse(item?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "a number",
        _ => item is JsonValue ? null : "text",
    };

    private static bool IsExpression(JsonNode? node) => node is JsonValue && node.ToString().Contains("{{", StringComparison.Ordinal);

    /// <summary>A pattern that takes too long over a value counts as one that does not match it.</summary>
    private static bool Matches(string text, string regex)
    {
        try
        {
            return Regex.IsMatch(text, $@"^(?:{regex})\z", RegexOptions.CultureInvariant, RegexLimit);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>What the value should have been. Null: it fits.</summary>
    private static string? Expected(TemplateParameter parameter, JsonNode value, string? text)
    {
        var kind = value.GetValueKind();
        return parameter.Type switch
        {
            TemplateParameterType.Int => long.TryParse(text ?? value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null : "a whole number",
            TemplateParameterType.Float => double.TryParse(text ?? value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? null : "a number",
            TemplateParameterType.Bool => kind is JsonValueKind.True or JsonValueKind.False || text is "true" or "false" ? null : "true or false",
            TemplateParameterType.Multiple or TemplateParameterType.List => kind == JsonValueKind.Array || text is not null ? null : "a list",
            TemplateParameterType.Dict => kind == JsonValueKind.Object ? null : "a mapping",
            TemplateParameterType.Json => null,
            _ => value is JsonValue ? null : "text",
        };
    }

    private static void CheckRange(TemplateParameter parameter, JsonNode value, string path, List<Problem> problems)
    {
        if (parameter.Type is not (TemplateParameterType.Int or TemplateParameterType.Float) || (parameter.Minimum is null && parameter.Maximum is null))
        {
            return;
        }

        var number = double.Parse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (number < parameter.Minimum || number > parameter.Maximum)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ArgRange, parameter.Name, value.ToString(), Bound(parameter.Minimum), Bound(parameter.Maximum)));
        }
    }

    private static void CheckChoices(TemplateParameter parameter, JsonNode value, string? text, string path, List<Problem> problems)
    {
        if (parameter.Choices.Count == 0 || parameter.Type is not (TemplateParameterType.Enum or TemplateParameterType.Multiple))
        {
            return;
        }

        var chosen = value is JsonArray list ? list.Select(item => item?.ToString() ?? "") : [text ?? value.ToString()];
        foreach (var wrong in chosen.Where(choice => !parameter.Choices.Contains(choice)))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ArgChoice, parameter.Name, Shorten(wrong), string.Join(", ", parameter.Choices)));
        }
    }

    private static string Bound(double? bound) => bound?.ToString(CultureInfo.InvariantCulture) ?? "∞";

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
