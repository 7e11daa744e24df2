using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Renders the fields of one task, each on its own, never over serialised text.</summary>
internal sealed class FieldRenderer
{
    private readonly List<Problem> _problems;
    private readonly ExpressionScope _scope;
    private readonly string _task;

    public FieldRenderer(RenderRequest request, List<Problem> problems)
    {
        var run = request.Run;
        _problems = problems;
        _task = request.Task.Id;
        _scope = new ExpressionScope
        {
            Now = run.ExecutionDate,
            ExecutionDate = run.ExecutionDate,
            TimeZone = TimeZoneInfo.Local,
            RunId = run.Id.ToString(),
            Creator = run.CreatedBy,
            Runner = run.CreatedBy,
            PipelineId = run.Pipeline,
            PipelineName = run.Pipeline,
            ClusterName = "local",
            Project = run.Project,
            Parameters = run.Parameters,
            TaskOutputs = request.Outputs,
        };
        PipelineEnv = request.Document.Spec.Env.ToDictionary(pair => pair.Key, pair => Render("spec.env." + pair.Key, pair.Value));
        _scope = _scope with { Environment = PipelineEnv };
    }

    public IReadOnlyDictionary<string, string> PipelineEnv { get; }

    /// <summary>The field's text with its expressions filled in; where one fails, a problem says so.</summary>
    public string Text(string path, string text) => Render($"tasks.{_task}.{path}", text);

    /// <summary>Every text in the value rendered.</summary>
    public JsonNode? Json(string path, JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(pair => KeyValuePair.Create(pair.Key, Json($"{path}.{pair.Key}", pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select((item, i) => Json($"{path}[{i}]", item))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Text(path, value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    private string Render(string path, string text)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        try
        {
            return ExpressionTemplate.Parse(text).Render(_scope with { FieldPath = path });
        }
        catch (ExpressionException exception)
        {
            _problems.Add(ExpressionRules.Problem(path, text, exception.Error));
            return "";
        }
    }
}
