using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines.Containers;
using ElasticJobs.Core.Pipelines.Placement;

namespace ElasticJobs.Core.Pipelines;

/// <summary>Writes pipelines so that <see cref="PipelineReader"/> reads the same again.</summary>
public static class PipelineWriter
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Canonical and compact: the same document always gives the same text.</summary>
    public static string ToJson(PipelineDocument document) => Node(document).ToJsonString(Compact);

    /// <summary>For people: block scalars for scripts, one line for edges and positions, defaults left out.</summary>
    public static string ToYaml(PipelineDocument document) => YamlWriting.Write(Node(document));

    /// <summary>Some tasks as text, for copy and paste.</summary>
    public static string ToYaml(IEnumerable<TaskSpec> tasks) =>
        YamlWriting.Write(new JsonObject { ["tasks"] = new JsonArray([.. tasks.Select(Task)]) });

    internal static JsonObject Resources(TaskResources resources)
    {
        var amounts = new JsonObject();
        Add(amounts, "cpu", resources.Cpu);
        Add(amounts, "memory", resources.Memory);
        Add(amounts, "gpu", resources.Gpu);
        return amounts;
    }

    private static JsonObject Node(PipelineDocument document)
    {
        var metadata = new JsonObject();
        Add(metadata, "name", document.Metadata.Name);
        Add(metadata, "description", document.Metadata.Description);
        Add(metadata, "project", document.Metadata.Project);
        Add(metadata, "labels", document.Metadata.Labels);
        var spec = new JsonObject();
        if (document.Spec.Parameters.Count > 0)
        {
            spec["parameters"] = new JsonArray([.. document.Spec.Parameters.Select(Parameter)]);
        }

        Add(spec, "env", document.Spec.Env);
        if (document.Spec.Parallelism is { } parallelism)
        {
            spec["parallelism"] = parallelism;
        }

        Add(spec, "timeout", document.Spec.Timeout);
        spec["tasks"] = new JsonArray([.. document.Spec.Tasks.Select(Task)]);
        return new JsonObject { ["apiVersion"] = PipelineDocument.CurrentApiVersion, ["kind"] = PipelineDocument.KindName, ["metadata"] = metadata, ["spec"] = spec };
    }

    private static JsonObject Parameter(PipelineParameter parameter)
    {
        var json = new JsonObject { ["name"] = parameter.Name, ["type"] = Lower(parameter.Type) };
        if (parameter.Default is { } value)
        {
            json["default"] = value.DeepClone();
        }

        Add(json, "description", parameter.Description);
        if (parameter.Choices is { } choices)
        {
            json["choices"] = List(choices);
        }

        return json;
    }

    private static JsonObject Task(TaskSpec task)
    {
        var json = new JsonObject { ["id"] = task.Id };
        Add(json, "label", task.Label);
        json["template"] = task.Template;
        if (task.After.Count > 0)
        {
            json["after"] = new JsonArray([.. task.After.Select(Edge)]);
        }

        if (task.Skip)
        {
            json["skip"] = true;
        }

        if (task.Retry is { } retry)
        {
            json["retry"] = Retry(retry);
        }

        Add(json, "timeout", task.Timeout);
        if (task.Resources is { } resources)
        {
            json["resources"] = Resources(resources);
        }

        PlacementWriting.Write(task, json);
        if (PlacementWriting.Env(task.Env, task.SecretEnv) is { } env)
        {
            json["env"] = env;
        }

        Add(json, "workingDir", task.WorkingDir);
        ContainerWriting.Write(task, json);
        if (task.Outputs is { } outputs)
        {
            json["outputs"] = List(outputs);
        }

        if (task.Args.Count > 0)
        {
            json["args"] = task.Args.DeepClone();
        }

        if (task.Position is { } position)
        {
            json["position"] = new JsonObject { ["x"] = position.X, ["y"] = position.Y };
        }

        return json;
    }

    private static JsonNode Edge(TaskEdge edge) => edge.When == EdgeCondition.Succeeded
        ? JsonValue.Create(edge.Task)
        : new JsonObject { ["task"] = edge.Task, ["when"] = Lower(edge.When) };

    private static JsonObject Retry(RetrySpec retry)
    {
        var json = new JsonObject { ["limit"] = retry.Limit };
        if (retry.On != RetryOn.Always)
        {
            json["on"] = Lower(retry.On);
        }

        if (retry.Backoff is { } backoff)
        {
            var waiting = new JsonObject { ["delay"] = DurationText.Format(backoff.Delay) };
            if (backoff.Factor != 2)
            {
                waiting["factor"] = backoff.Factor;
            }

            Add(waiting, "max", backoff.Max);
            json["backoff"] = waiting;
        }

        if (retry.AvoidNode)
        {
            json["avoidNode"] = true;
        }

        return json;
    }

    private static void Add(JsonObject json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json[name] = value;
        }
    }

    private static void Add(JsonObject json, string name, TimeSpan? value) => Add(json, name, value is { } duration ? DurationText.Format(duration) : null);

    private static void Add(JsonObject json, string name, IReadOnlyDictionary<string, string> texts)
    {
        if (texts.Count > 0)
        {
            json[name] = new JsonObject(texts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
        }
    }

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
