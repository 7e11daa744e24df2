using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Which names each field of a document may use, told when it is saved.</summary>
internal sealed class ExpressionRules(PipelineDocument document)
{
    private readonly PipelineGraph _graph = new(document.Spec.Tasks);
    private readonly Dictionary<string, ExpressionType> _parameters = document.Spec.Parameters
        .GroupBy(parameter => parameter.Name).ToDictionary(group => group.Key, group => TypeOf(group.First().Type));

    private readonly Dictionary<string, IReadOnlyList<string>?> _outputs = document.Spec.Tasks
        .GroupBy(task => task.Id).ToDictionary(group => group.Key, group => group.First().Outputs);

    /// <summary>The pipeline's env sees parameters but no tasks and no other env.</summary>
    public void CheckEnv(List<Problem> problems)
    {
        var symbols = new ExpressionSymbols { Parameters = _parameters, OtherTasks = _outputs.Keys };
        foreach (var (name, value) in document.Spec.Env)
        {
            Check(value, $"spec.env.{name}", null, () => symbols, problems);
        }
    }

    public void CheckTask(TaskSpec task, string path, List<Problem> problems)
    {
        // Ancestors are only looked for when a field of the task holds an expression: most of 10,000 tasks have none.
        ExpressionSymbols? symbols = null;
        ExpressionSymbols Symbols() => symbols ??= SymbolsOf(task.Id);
        Check(task.Args, $"{path}.args", task.Id, Symbols, problems);
        Check(task.WorkingDir, $"{path}.workingDir", task.Id, Symbols, problems);
        foreach (var (name, value) in task.Env)
        {
            Check(value, $"{path}.env.{name}", task.Id, Symbols, problems);
        }
    }

    private ExpressionSymbols SymbolsOf(string task)
    {
        var ancestors = _graph.Ancestors(task);
        return new ExpressionSymbols
        {
            Parameters = _parameters,
            UpstreamTasks = ancestors.ToDictionary(id => id, id => (IReadOnlyCollection<string>?)_outputs[id]),
            OtherTasks = [.. _outputs.Keys.Where(id => !ancestors.Contains(id))],
            Environment = [.. document.Spec.Env.Keys],
        };
    }

    private static void Check(JsonNode? node, string path, string task, Func<ExpressionSymbols> symbols, List<Problem> problems)
    {
        switch (node)
        {
            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    Check(value, $"{path}.{name}", task, symbols, problems);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    Check(items[i], $"{path}[{i}]", task, symbols, problems);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Check(value.GetValue<string>(), path, task, symbols, problems);
                break;
        }
    }

    private static void Check(string? text, string path, string? task, Func<ExpressionSymbols> symbols, List<Problem> problems)
    {
        if (text is null || !text.Contains("{{", StringComparison.Ordinal))
        {
            return;
        }

        foreach (var error in ExpressionTemplate.Parse(text).Check(symbols()))
        {
            var (line, _) = error.Locate(text);
            var message = text.Contains('\n') ? $"Line {line}: {error.Message}" : error.Message;
            problems.Add(ProblemTexts.Make(path, ProblemCodes.Expression, message, error.Fix) with { Task = task });
        }
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
