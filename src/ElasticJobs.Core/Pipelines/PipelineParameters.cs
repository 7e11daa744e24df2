using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Values of a pipeline's parameters for one run.</summary>
public static class PipelineParameters
{
    /// <summary>All parameters with their values: given, else default. Text is read by the parameter's type, so that forms and the CLI can send text.</summary>
    public static (JsonObject Values, IReadOnlyList<Problem> Problems) Bind(PipelineDocument document, JsonObject given)
    {
        List<Problem> problems = [];
        var values = new JsonObject();
        var names = document.Spec.Parameters.Select(parameter => parameter.Name).ToList();
        foreach (var name in given.Select(pair => pair.Key).Where(name => !names.Contains(name)))
        {
            var (en, zh) = Suggestions.ForUnknown(name, names);
            problems.Add(ProblemTexts.Make($"parameters.{name}", ProblemCodes.UnknownParameter, name, en, zh));
        }

        foreach (var parameter in document.Spec.Parameters)
        {
            var value = given.TryGetPropertyValue(parameter.Name, out var found) && found is not null ? found : parameter.Default;
            if (value is null)
            {
                problems.Add(ProblemTexts.Make($"parameters.{parameter.Name}", ProblemCodes.ParameterMissing, parameter.Name));
            }
            else if (Read(parameter, value, $"parameters.{parameter.Name}", problems) is { } read)
            {
                values[parameter.Name] = read;
            }
        }

        return (values, problems);
    }

    /// <summary>The value by the parameter's type. Null: it does not fit, and a problem says so.</summary>
    public static JsonNode? Read(PipelineParameter parameter, JsonNode value, string path, ICollection<Problem> problems)
    {
        var text = value is JsonValue scalar && scalar.GetValueKind() == JsonValueKind.String ? scalar.GetValue<string>() : null;
        var read = parameter.Type switch
        {
            PipelineParameterType.String => text ?? (value is JsonValue ? value.ToString() : null),
            PipelineParameterType.Enum => text ?? (value is JsonValue ? value.ToString() : null),
            PipelineParameterType.Int => long.TryParse(text ?? value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
            PipelineParameterType.Float => double.TryParse(text ?? value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
            PipelineParameterType.Bool => (text ?? value.ToJsonString()).ToLowerInvariant() switch { "true" => true, "false" => false, _ => null },
            _ => text is null ? value.DeepClone() : Json(text),
        };
        if (read is null)
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.ParameterType, parameter.Name, Name(parameter.Type), value.ToJsonString()));
        }
        else if (parameter is { Type: PipelineParameterType.Enum, Choices: { } choices } && !choices.Contains(read.GetValue<string>()))
        {
            problems.Add(ProblemTexts.Make(path, ProblemCodes.BadChoice, read.GetValue<string>(), string.Join(", ", choices)));
            return null;
        }

        return read;
    }

    private static string Name(PipelineParameterType type) => type.ToString().ToLowerInvariant();

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
