using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pipelines.Containers;

namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>Gives a task another id everywhere: edges that name it, and <c>tasks.ID</c> in expressions.</summary>
internal static partial class TaskRenaming
{
    public static PipelineDocument Rename(PipelineDocument document, string from, string to)
    {
        string Text(string text) => Expression().Replace(text, part => Reference().Replace(part.Value, name => name.Groups["id"].Value == from ? $"tasks.{to}" : name.Value));

        return document.WithTasks(document.Spec.Tasks.Select(task => task with
        {
            Id = task.Id == from ? to : task.Id,
            After = [.. task.After.Select(edge => edge.Task == from ? edge with { Task = to } : edge)],
            Args = (JsonObject)Json(task.Args, Text)!,
            Env = task.Env.ToDictionary(pair => pair.Key, pair => Text(pair.Value)),
            Mounts = [.. task.Mounts.Select(Text)],
            Image = task.Image is null ? null : Text(task.Image),
            WorkingDir = task.WorkingDir is null ? null : Text(task.WorkingDir),
            InitContainers = [.. task.InitContainers.Select(container => Container(container, Text))],
            Sidecars = [.. task.Sidecars.Select(container => Container(container, Text))],
        }));
    }

    private static TaskContainer Container(TaskContainer container, Func<string, string> text) => container with
    {
        Image = container.Image is null ? null : text(container.Image),
        Command = [.. container.Command.Select(text)],
        Args = [.. container.Args.Select(text)],
        Env = container.Env.ToDictionary(pair => pair.Key, pair => text(pair.Value)),
        WorkingDir = container.WorkingDir is null ? null : text(container.WorkingDir),
    };

    private static JsonNode? Json(JsonNode? node, Func<string, string> text) => node switch
    {
        JsonObject fields => new JsonObject(fields.Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value, text)))),
        JsonArray items => new JsonArray([.. items.Select(item => Json(item, text))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(text(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    [GeneratedRegex(@"\{\{.*?\}\}", RegexOptions.Singleline, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?<![\w.])tasks\.(?<id>[a-z][a-z0-9]*([_\-][a-z0-9]+)*)(?![\w])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
