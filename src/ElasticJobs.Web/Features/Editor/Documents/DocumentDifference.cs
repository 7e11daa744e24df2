using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;

namespace ElasticJobs.Web.Features.Editor.Documents;

/// <summary>What differs between two documents, task by task.</summary>
/// <param name="Changed">Fields by task, e.g. <c>args.script</c>, <c>after</c>.</param>
/// <param name="Settings">Fields of the pipeline itself, e.g. <c>parallelism</c>.</param>
public sealed record DocumentDifference(
    IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<ChangedTask> Changed, IReadOnlyList<string> Settings)
{
    public bool IsEmpty => Added.Count + Removed.Count + Changed.Count + Settings.Count == 0;

    public static DocumentDifference Between(PipelineDocument before, PipelineDocument after)
    {
        var old = Tasks(before);
        var now = Tasks(after);
        List<ChangedTask> changed = [];
        foreach (var (id, task) in now)
        {
            if (old.TryGetValue(id, out var was) && Fields(was, task) is { Count: > 0 } fields)
            {
                changed.Add(new ChangedTask(id, fields));
            }
        }

        return new DocumentDifference(
            [.. now.Keys.Where(id => !old.ContainsKey(id))],
            [.. old.Keys.Where(id => !now.ContainsKey(id))],
            changed,
            [.. Fields(Own(before, "metadata"), Own(after, "metadata")), .. Fields(Own(before, "spec"), Own(after, "spec"))]);
    }

    public static bool Same(PipelineDocument one, PipelineDocument other) =>
        ReferenceEquals(one, other) || PipelineWriter.ToJson(one) == PipelineWriter.ToJson(other);

    private static Dictionary<string, JsonObject> Tasks(PipelineDocument document)
    {
        var tasks = new Dictionary<string, JsonObject>();
        foreach (var task in Node(document, "spec")["tasks"]?.AsArray().OfType<JsonObject>() ?? [])
        {
            tasks.TryAdd(task["id"]?.ToString() ?? "", task);
        }

        return tasks;
    }

    private static JsonObject Own(PipelineDocument document, string part)
    {
        var node = Node(document, part);
        node.Remove("tasks");
        return node;
    }

    private static JsonObject Node(PipelineDocument document, string part) =>
        JsonNode.Parse(PipelineWriter.ToJson(document))?[part]?.AsObject() ?? [];

    private static List<string> Fields(JsonObject before, JsonObject after)
    {
        List<string> fields = [];
        foreach (var name in before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)))
        {
            var (old, now) = (before[name], after[name]);
            if (JsonNode.DeepEquals(old, now))
            {
                continue;
            }

            if (name is "args" or "env" && old is JsonObject or null && now is JsonObject or null)
            {
                fields.AddRange(Fields(old as JsonObject ?? [], now as JsonObject ?? []).Select(inner => $"{name}.{inner}"));
                continue;
            }

            fields.Add(name);
        }

        return fields;
    }
}

public sealed record ChangedTask(string Task, IReadOnlyList<string> Fields);
