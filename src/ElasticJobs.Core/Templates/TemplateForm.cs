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
        if (parameter.Regex is { } regex && text is not null && !Regex.IsMatch(text, regex, RegexOptions.CultureInvariant, RegexLimit))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ArgPattern, parameter.Name, Shorten(text), regex));
        }

        if (value is JsonObject fields)
        {
            foreach (var field in parameter.Fields)
            {
                Check(field, fields[field.Name], $"{path}.{field.Name}", problems);
            }
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
