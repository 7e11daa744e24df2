using System.Text.Json.Nodes;
using ElasticJobs.Core;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Web.Features.Editor.Inspector;

namespace ElasticJobs.Web.Features.Editor.Running;

/// <summary>What a person types for a pipeline's parameters before a run.</summary>
public sealed class ParameterValues(PipelineDocument document)
{
    private readonly Dictionary<string, string> _texts = document.Spec.Parameters
        .DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => ArgumentText.ToText(parameter.Default));

    public IReadOnlyList<PipelineParameter> Parameters { get; } = [.. document.Spec.Parameters.DistinctBy(parameter => parameter.Name)];

    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    public string this[string name]
    {
        get => _texts.GetValueOrDefault(name, "");
        set => _texts[name] = value;
    }

    /// <summary>Values of an earlier run in place of the defaults.</summary>
    public void TakeFrom(JsonObject values)
    {
        foreach (var (name, value) in values.Where(pair => _texts.ContainsKey(pair.Key)))
        {
            _texts[name] = ArgumentText.ToText(value);
        }
    }

    /// <summary>Null: something does not fit; <see cref="Problems"/> says what.</summary>
    public JsonObject? Read()
    {
        var given = new JsonObject();
        foreach (var parameter in Parameters)
        {
            // Emptied text is a value of a string, and the default of everything else.
            if (ArgumentText.FromText(parameter.Type, this[parameter.Name]) is { } value)
            {
                given[parameter.Name] = value;
            }
            else if (parameter is { Type: PipelineParameterType.String, Default: not null })
            {
                given[parameter.Name] = "";
            }
        }

        var (values, problems) = PipelineParameters.Bind(document, given);
        Problems = problems;
        return problems.Count == 0 ? values : null;
    }
}
