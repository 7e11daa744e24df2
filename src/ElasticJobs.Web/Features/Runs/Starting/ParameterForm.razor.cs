using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using Microsoft.AspNetCore.Components;

namespace ElasticJobs.Web.Features.Runs.Starting;

public sealed partial class ParameterForm
{
    [Parameter, EditorRequired]
    public required IReadOnlyList<PipelineParameter> Parameters { get; set; }

    /// <summary>Changed in place; one entry for each parameter, as <see cref="Begin"/> makes them.</summary>
    [Parameter, EditorRequired]
    public required IDictionary<string, string> Values { get; set; }

    /// <summary>What the fields show first: what is given, else the default, else nothing.</summary>
    public static Dictionary<string, string> Begin(IReadOnlyList<PipelineParameter> parameters, JsonObject given) =>
        parameters.DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => Text(given[parameter.Name] ?? parameter.Default));

    /// <summary>What was entered. An empty field of other than text counts as not given, so that its default holds.</summary>
    public static JsonObject Read(IReadOnlyList<PipelineParameter> parameters, IReadOnlyDictionary<string, string> values) => new(
        parameters.DistinctBy(parameter => parameter.Name)
            .Where(parameter => parameter.Type == PipelineParameterType.String ? parameter.Default is not null || values[parameter.Name].Length > 0 : values[parameter.Name].Trim().Length > 0)
            .Select(parameter => KeyValuePair.Create(parameter.Name, (JsonNode?)JsonValue.Create(values[parameter.Name]))));

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => scalar.GetValue<string>(),
        _ => value.ToJsonString(),
    };

    private static string? Keyboard(PipelineParameterType type) => type switch
    {
        PipelineParameterType.Int => "numeric",
        PipelineParameterType.Float => "decimal",
        _ => null,
    };
}
