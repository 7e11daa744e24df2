using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines.Placement;

namespace ElasticJobs.Core.Pipelines.Containers;

/// <summary>Counterpart of <see cref="ContainerReading"/>.</summary>
internal static class ContainerWriting
{
    public static void Write(TaskSpec task, JsonObject json)
    {
        Write(task.InitContainers, "initContainers", json);
        Write(task.Sidecars, "sidecars", json);
    }

    private static void Write(IReadOnlyList<TaskContainer> containers, string field, JsonObject json)
    {
        if (containers.Count > 0)
        {
            json[field] = new JsonArray([.. containers.Select(Container)]);
        }
    }

    private static JsonObject Container(TaskContainer container)
    {
        var json = new JsonObject { ["name"] = container.Name };
        Text("image", container.Image);
        if (container.Command.Count > 0)
        {
            json["command"] = Command(container.Command);
        }

        if (container.Args.Count > 0)
        {
            json["args"] = List(container.Args);
        }

        if (PlacementWriting.Env(container.Env, container.SecretEnv) is { } env)
        {
            json["env"] = env;
        }

        Text("workingDir", container.WorkingDir);
        if (container.Resources is { } resources)
        {
            json["resources"] = PipelineWriter.Resources(resources);
        }

        return json;

        void Text(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                json[name] = value;
            }
        }
    }

    private static JsonNode Command(IReadOnlyList<string> command) =>
        command is [_, _, var line, _] && command.SequenceEqual(TaskContainer.Line(line)) ? JsonValue.Create(line) : List(command);

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);
}
