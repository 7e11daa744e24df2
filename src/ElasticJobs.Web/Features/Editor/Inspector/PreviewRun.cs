using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Expressions;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Editor.Inspector;

/// <summary>Renders a task as a run at some time would: nothing is started, nothing is stored.</summary>
internal static class PreviewRun
{
    private static readonly RunId NoRun = new(Guid.Empty);

    /// <param name="source">Gives parameters and outputs. Null: defaults, and a mark for each output.</param>
    public static RenderedTask Render(TaskRenderer renderer, PipelineDocument document, TaskSpec task, string project, DateTimeOffset executionDate, string user, RunDetail? source)
    {
        var run = new Run
        {
            Id = source?.Run.Id ?? NoRun,
            Project = project,
            Pipeline = document.Metadata.Name,
            Revision = 0,
            Trigger = RunTrigger.Debug,
            State = RunState.Queued,
            Parameters = PipelineParameters.Bind(document, source?.Run.Parameters ?? []).Values,
            ExecutionDate = executionDate,
            CreatedBy = user,
            CreatedAt = executionDate,
        };
        return renderer.Render(new RenderRequest(run, document, task, 1, Outputs(document, task, source), "/", new Dictionary<string, string>()));
    }

    /// <summary>Outputs of other tasks that the task's texts name.</summary>
    public static IReadOnlySet<(string Task, string Output)> OutputsUsed(TaskSpec task) =>
        Texts(task.Args).Concat(task.Env.Values).Concat(task.Mounts).Append(task.WorkingDir ?? "").Append(task.Image ?? "")
            .Where(text => text.Contains("{{", StringComparison.Ordinal))
            .SelectMany(text => ExpressionTemplate.Parse(text).References)
            .Where(reference => reference is { Kind: ExpressionReferenceKind.TaskOutput, Name.Length: > 0, Output: not null })
            .Select(reference => (reference.Name, reference.Output!))
            .ToHashSet();

    private static Dictionary<string, IReadOnlyDictionary<string, string>> Outputs(PipelineDocument document, TaskSpec task, RunDetail? source)
    {
        var outputs = document.Spec.Tasks.DistinctBy(other => other.Id).ToDictionary(other => other.Id, _ => new Dictionary<string, string>());
        foreach (var (other, output) in OutputsUsed(task).Where(used => outputs.ContainsKey(used.Task)))
        {
            outputs[other][output] = $"‹{other}.{output}›";
        }

        foreach (var ended in source?.Tasks ?? [])
        {
            foreach (var (name, value) in outputs.ContainsKey(ended.Task) ? ended.Outputs : new Dictionary<string, string>())
            {
                outputs[ended.Task][name] = value;
            }
        }

        return outputs.ToDictionary(pair => pair.Key, pair => (IReadOnlyDictionary<string, string>)pair.Value);
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(pair => Texts(pair.Value)),
        JsonArray items => items.SelectMany(Texts),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
