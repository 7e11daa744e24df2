using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>On which nodes a pod may run, and where it had better.</summary>
internal static class Placement
{
    /// <summary>Of 100, beside the scheduler's own preferences.</summary>
    private const int SpreadWeight = 80;

    public static IReadOnlyDictionary<string, string>? NodeSelector(PodSpec pod, string gpuTypeLabel)
    {
        var selector = pod.NodeSelector.ToDictionary(StringComparer.Ordinal);
        if (pod.Containers.FirstOrDefault(container => container.Resources is { Gpus: > 0, GpuType: not null }) is { } container)
            selector[gpuTypeLabel] = container.Resources.GpuType!;
        return selector.Count == 0 ? null : selector;
    }

    public static IReadOnlyList<V1Toleration>? Tolerations(PodSpec pod) => pod.Tolerations.Count == 0
        ? null
        : [.. pod.Tolerations.Select(toleration => new V1Toleration
        {
            Key = toleration.Key,
            Operator = toleration.Operator.ToString(),
            Value = toleration.Value,
            Effect = toleration.Effect?.ToString(),
            TolerationSeconds = toleration.For is { } time ? (long)Math.Ceiling(time.TotalSeconds) : null,
        })];

    public static JsonObject? Affinity(PodSpec pod)
    {
        var affinity = new JsonObject();
        if (pod.AvoidNodes.Count > 0)
            affinity["nodeAffinity"] = Avoid(pod.AvoidNodes);
        if (pod.SpreadBy is { } label && pod.Labels.TryGetValue(label, out var value))
            affinity["podAntiAffinity"] = Spread(label, LabelValues.Safe(value));
        return affinity.Count == 0 ? null : affinity;
    }

    private static JsonObject Avoid(IReadOnlyList<string> nodes)
    {
        // A field selector takes one value, and all of a term must hold.
        var fields = nodes.Select(node => (JsonNode)new JsonObject { ["key"] = "metadata.name", ["operator"] = "NotIn", ["values"] = new JsonArray(node) });
        var term = new JsonObject { ["matchFields"] = new JsonArray([.. fields]) };
        return new JsonObject { ["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject { ["nodeSelectorTerms"] = new JsonArray(term) } };
    }

    private static JsonObject Spread(string label, string value)
    {
        var term = new JsonObject
        {
            ["labelSelector"] = new JsonObject { ["matchLabels"] = new JsonObject { [label] = value } },
            ["topologyKey"] = "kubernetes.io/hostname",
        };
        return new JsonObject { ["preferredDuringSchedulingIgnoredDuringExecution"] = new JsonArray(new JsonObject { ["weight"] = SpreadWeight, ["podAffinityTerm"] = term }) };
    }
}
