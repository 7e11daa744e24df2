using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>What a namespace of ours has in it, and how it is told from what others have there.</summary>
internal static class PlaceNames
{
    public const string Account = "elasticjobs-task";
    public const string Quota = "elasticjobs";
    public const string Limits = "elasticjobs";

    public static JsonObject Labels(string owner, string project) => new()
    {
        [PodMarks.Owner] = owner,
        [PodMarks.ManagedBy] = PodMarks.Product,
        [PodLabels.Project] = project,
    };

    public static bool IsOurs(JsonObject found, string owner, string project) =>
        KubernetesJson.MetadataOf(found) is var metadata && metadata.Label(PodMarks.Owner) == owner && metadata.Label(PodLabels.Project) == project;

    public static JsonObject ServiceAccount(ProjectPlace place) => new()
    {
        ["automountServiceAccountToken"] = false,
        ["imagePullSecrets"] = new JsonArray([.. place.PullSecrets.Select(name => new JsonObject { ["name"] = name })]),
    };

    public static JsonObject ResourceQuota(ProjectQuota quota, IEnumerable<string> gpus)
    {
        var hard = new JsonObject();
        void Add(string resource, string? amount)
        {
            if (amount is not null)
                hard[resource] = amount;
        }

        Add("requests.cpu", quota.Cpu);
        Add("requests.memory", quota.Memory);
        foreach (var gpu in gpus)
            Add($"requests.{gpu}", quota.Gpu);
        Add("pods", quota.Pods);
        return new JsonObject { ["spec"] = new JsonObject { ["hard"] = hard } };
    }

    /// <summary>A quota of CPU or memory refuses every container that does not say how much it asks for. These are for those, e.g. of resource tasks. Null: not needed.</summary>
    public static JsonObject? LimitRange(ProjectQuota quota)
    {
        var requests = new JsonObject();
        if (quota.Cpu is not null)
            requests["cpu"] = "100m";
        if (quota.Memory is not null)
            requests["memory"] = "128Mi";
        return requests.Count == 0 ? null : new JsonObject
        {
            ["spec"] = new JsonObject { ["limits"] = new JsonArray(new JsonObject { ["type"] = "Container", ["defaultRequest"] = requests }) },
        };
    }

    public static JsonObject Claim(ProjectWorkspace workspace)
    {
        var spec = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteMany"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = workspace.Size } },
        };
        if (workspace.StorageClass is { } storageClass)
            spec["storageClassName"] = storageClass;
        return new JsonObject { ["spec"] = spec };
    }
}
