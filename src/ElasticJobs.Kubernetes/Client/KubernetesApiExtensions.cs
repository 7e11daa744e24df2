using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Requests that are others with a certain body.</summary>
public static class KubernetesApiExtensions
{
    /// <summary>Sets the number of replicas of whatever can be scaled.</summary>
    public static Task<JsonObject> ScaleAsync(this IKubernetesApi api, ResourceType type, string ns, string name, int replicas, CancellationToken cancellationToken) =>
        api.PatchAsync<JsonObject>(type, ns, name, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } }), "scale", cancellationToken);

    /// <summary>Deletes a pod where its disruption budget lets it. False: there was none.</summary>
    /// <exception cref="KubernetesApiException">429: the budget does not let it now.</exception>
    public static async Task<bool> EvictAsync(this IKubernetesApi api, string ns, string pod, TimeSpan? gracePeriod, CancellationToken cancellationToken)
    {
        // policy/v1 came with 1.22; v1beta1 went with 1.25, and the API server takes either while it serves both.
        var version = (await api.VersionAsync(cancellationToken)).IsAtLeast(1, 22) ? "policy/v1" : "policy/v1beta1";
        var body = new JsonObject { ["apiVersion"] = version, ["kind"] = "Eviction", ["metadata"] = new JsonObject { ["name"] = pod, ["namespace"] = ns } };
        if (gracePeriod is { } grace)
            body["deleteOptions"] = new JsonObject { ["gracePeriodSeconds"] = (long)Math.Ceiling(grace.TotalSeconds) };
        try
        {
            await api.CreateAsync(ResourceType.Pods, ns, pod, "eviction", body, cancellationToken);
            return true;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>Asks the API server whether RBAC lets us.</summary>
    /// <param name="verb">E.g. <c>create</c>.</param>
    /// <param name="ns">Null: in the whole cluster.</param>
    /// <param name="subresource">E.g. <c>exec</c>.</param>
    public static async Task<bool> CanIAsync(this IKubernetesApi api, string verb, ResourceType type, string? ns, string? subresource, CancellationToken cancellationToken)
    {
        var attributes = new JsonObject { ["verb"] = verb, ["group"] = type.Group, ["resource"] = type.Plural, ["namespace"] = ns ?? "", ["subresource"] = subresource ?? "" };
        var review = new JsonObject { ["spec"] = new JsonObject { ["resourceAttributes"] = attributes } };
        var answer = await api.CreateAsync(ResourceType.SelfSubjectAccessReviews, null, review, cancellationToken);
        return (bool?)answer["status"]?["allowed"] ?? false;
    }
}
