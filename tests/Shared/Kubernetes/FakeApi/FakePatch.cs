using System.Text.Json.Nodes;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>Changes of an object. A strategic patch is taken for a merge patch; server-side apply keeps no field managers (the real cluster's tests see to those).</summary>
internal static class FakePatch
{
    public static void Apply(JsonObject target, JsonNode patch, string contentType)
    {
        if (contentType.StartsWith("application/json-patch+json", StringComparison.Ordinal))
        {
            foreach (var operation in patch.AsArray())
                Operate(target, operation!.AsObject());
            return;
        }

        var merge = patch.AsObject();
        if ((string?)merge["metadata"]?["resourceVersion"] is { } expected && expected != (string?)target["metadata"]!["resourceVersion"])
            throw new FakeRefusal(FakeStatus.Conflict("the object has been modified; please apply your changes to the latest version and try again"));
        if ((string?)merge["metadata"]?["uid"] is { } uid && uid != (string?)target["metadata"]!["uid"])
            throw new FakeRefusal(FakeStatus.Conflict($"Precondition failed: UID in precondition: {uid}"));
        Merge(target, merge);
    }

    /// <summary>RFC 7386.</summary>
    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null)
                target.Remove(name);
            else if (value is JsonObject inner)
            {
                if (target[name] is not JsonObject)
                    target[name] = new JsonObject();
                Merge(target[name]!.AsObject(), inner);
            }
            else
                target[name] = value.DeepClone();
        }
    }

    private static void Operate(JsonObject target, JsonObject operation)
    {
        var path = ((string)operation["path"]!).Split('/')[1..].Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray();
        var parent = path[..^1].Aggregate((JsonNode?)target, At) ?? throw Unprocessable(operation);
        var value = operation["value"]?.DeepClone();
        switch ((string?)operation["op"])
        {
            case "test":
                if (!JsonNode.DeepEquals(At(parent, path[^1]), value))
                    throw Unprocessable(operation);
                break;
            case "remove" when parent is JsonArray list:
                list.RemoveAt(int.Parse(path[^1]));
                break;
            case "remove":
                if (!parent.AsObject().Remove(path[^1]))
                    throw Unprocessable(operation);
                break;
            case "add" when parent is JsonArray list:
                list.Insert(path[^1] == "-" ? list.Count : int.Parse(path[^1]), value);
                break;
            case "replace" when parent is JsonArray list:
                list[int.Parse(path[^1])] = value;
                break;
            case "add" or "replace":
                parent[path[^1]] = value;
                break;
            default:
                throw Unprocessable(operation);
        }
    }

    private static JsonNode? At(JsonNode? node, string part) => node is JsonArray list ? list[int.Parse(part)] : node?[part];

    private static FakeRefusal Unprocessable(JsonObject operation) => new(new FakeStatus(422, "Invalid", $"the server rejected our request: {operation.ToJsonString()}"));
}
