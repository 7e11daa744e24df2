using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;

namespace ElasticJobs.Core.Pipelines.Placement;

/// <summary>Counterpart of <see cref="PlacementReading"/>.</summary>
internal static class PlacementWriting
{
    public static void Write(TaskSpec task, JsonObject json)
    {
        Text("startTimeout", task.StartTimeout is { } limit ? DurationText.Format(limit) : null);
        Text("image", task.Image);
        Text("imagePullPolicy", task.ImagePullPolicy?.ToString());
        List("mounts", task.Mounts);
        Text("shm", task.Shm);
        if (task.NodeSelector.Count > 0)
        {
            json["nodeSelector"] = new JsonObject(task.NodeSelector.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
        }

        List("tolerations", task.Tolerations);
        List("hostAliases", task.HostAliases);
        Text("serviceAccount", task.ServiceAccount);

        void Text(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                json[name] = value;
            }
        }

        void List(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                json[name] = new JsonArray([.. values.Select(value => (JsonNode?)JsonValue.Create(value))]);
            }
        }
    }

    /// <summary>Null: there is none.</summary>
    public static JsonObject? Env(IReadOnlyDictionary<string, string> values, IReadOnlyDictionary<string, SecretKey> secrets)
    {
        if (values.Count + secrets.Count == 0)
        {
            return null;
        }

        var env = new JsonObject(values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))));
        foreach (var (name, value) in secrets)
        {
            env[name] = new JsonObject { ["secret"] = value.Secret, ["key"] = value.Key };
        }

        return env;
    }
}
