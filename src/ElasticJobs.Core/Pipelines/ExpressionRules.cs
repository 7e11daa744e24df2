using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions;
using ElasticJobs.Core.Pipelines.Containers;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Which names each field of a document may use, told when it is saved.</summary>
internal sealed class ExpressionRules
{
    private readonly PipelineDocument _document;
    private readonly PipelineGraph _graph;
    private readonly Reachability _order;
    private readonly Dictionary<string, ExpressionType> _parameters;
    private readonly Dictionary<string, IReadOnlyList<string>?> _outputs = [];

    public ExpressionRules(PipelineDocument document, PipelineGraph graph)
    {
        _document = document;
        _graph = graph;
        _order = new Reachability(graph);
        _parameters = document.Spec.Parameters.DistinctBy(parameter => parameter.Name).ToDictionary(parameter => parameter.Name, parameter => TypeOf(parameter.Type));
        foreach (var task in document.Spec.Tasks)
        {
            _outputs.TryAdd(task.Id, task.Outputs);
        }
    }

    /// <summary>The pipeline's env sees parameters but no tasks and no other env.</summary>
    public void CheckEnv(List<Problem> problems)
    {
        foreach (var (name, value) in _document.Spec.Env)
        {
            Check(value, $"spec.env.{name}", null, problems);
        }
    }

    public void CheckTask(TaskSpec task, string path, List<Problem> problems)
    {
        Check(task.Args, $"{path}.args", task.Id, problems);
        Check(task.WorkingDir, $"{path}.workingDir", task.Id, problems);
        Check(task.Image, $"{path}.image", task.Id, problems);
        for (var i = 0; i < task.Mounts.Count; i++)
        {
            Check(task.Mounts[i], $"{path}.mounts[{i}]", task.Id, problems);
        }

        foreach (var (name, value) in task.Env)
        {
            Check(value, $"{path}.env.{name}", task.Id, problems);
        }

        foreach (var (field, text) in ContainerRules.Expressions(task, path))
        {
            Check(text, field, task.Id, problems);
        }
    }

    /// <summary>The problem of an error in a field's <paramref name="text"/>; of a text of several lines it names the line.</summary>
    public static Problem Problem(string path, string text, ExpressionError error)
    {
        var (before, beforeZh) = text.Contains('\n') && error.Locate(text).Line is var line ? ($"Line {line}: ", $"第 {line} 行：") : ("", "");
        return ProblemTexts.Make(
            path, ProblemCodes.Expression, before + error.Message, error.Fix, beforeZh + error.Chinese.Message, error.Chinese.Fix);
    }

    private void Check(JsonNode? node, string path, string task, List<Problem> problems)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Check(value, $"{path}.{name}", task, problems);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Check(items[i], $"{path}[{i}]", task, problems);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Check(value.GetValue<string>(), path, task, problems);
                break;
        }
    }

    private void Check(string? text, string path, string? task, List<Problem> problems)
    {
        if (text is null || !text.Contains("{{", StringComparison.Ordinal) || problems.Count >= PipelineReader.MaximumProblems)
        {
            return;
        }

        var template = ExpressionTemplate.Parse(text);
        foreach (var error in template.Check(Symbols(task, template.References)))
        {
            problems.Add(Problem(path, text, error) with { Task = task });
        }
    }

    private ExpressionSymbols Symbols(string? task, IReadOnlySet<ExpressionReference> references) => new()
    {
        Parameters = _parameters,
        UpstreamTasks = task is null ? new Dictionary<string, IReadOnlyCollection<string>?>() : Upstream(task, references),
        OtherTasks = _outputs.Keys,
        Environment = task is null ? [] : [.. _document.Spec.Env.Keys],
    };

    /// <summary>Of the tasks before this one those that the text names: all ancestors of each of 10,000 tasks would be 50 million. They are listed only to find what a wrong name may have meant.</summary>
    private Dictionary<string, IReadOnlyCollection<string>?> Upstream(string task, IReadOnlySet<ExpressionReference> references)
    {
        var names = references
            .Where(reference => reference.Kind is ExpressionReferenceKind.TaskOutput or ExpressionReferenceKind.Environment && reference.Name.Length > 0)
            .Select(reference => (reference.Name, IsTask: reference.Kind == ExpressionReferenceKind.TaskOutput))
            .Distinct()
            .ToList();
        var before = names.Any(name => name.IsTask && !_outputs.ContainsKey(name.Name))
            ? _graph.Ancestors(task)
            : names.Select(name => name.Name).Where(name => _graph.IndexOf(name) is { } index && _order.IsBefore(index, _graph.IndexOf(task)!.Value));
        return before.Distinct().ToDictionary(id => id, id => (IReadOnlyCollection<string>?)_outputs[id]);
    }

    private static ExpressionType TypeOf(PipelineParameterType type) => type switch
    {
        PipelineParameterType.Int => ExpressionType.Integer,
        PipelineParameterType.Float => ExpressionType.Float,
        PipelineParameterType.Bool => ExpressionType.Bool,
        PipelineParameterType.Json => ExpressionType.Any,
        _ => ExpressionType.Text,
    };
}
