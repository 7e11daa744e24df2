using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Pods;

internal static class NodeReading
{
    /// <summary>Whether the node is there and its kubelet has answered lately.</summary>
    public static bool Answers(JsonObject? node) =>
        node?["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(condition => (string?)condition?["type"] == "Ready" && (string?)condition?["status"] == "True");
}
