using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Makes the cluster's object of a manifest: as it is, with our marks.</summary>
internal sealed class ObjectMapping(PodMapping pods)
{
    /// <summary>Of the server alone.</summary>
    private static readonly string[] ServerFields = ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields", "generateName", "namespace"];

    /// <exception cref="PodStartException">It says something that can't be read.</exception>
    public JsonObject Map(PodSpec pod, ResourceManifest resource)
    {
        PodChecks.CheckLogs(pod);
        var manifest = resource.Manifest.DeepClone().AsObject();
        manifest.Remove("status");
        var metadata = Part(manifest, "metadata");
        foreach (var field in ServerFields)
            metadata.Remove(field);
        metadata["name"] = pod.Name;
        var labels = Part(metadata, "labels");
        labels.Remove(PodMarks.Released);
        foreach (var (name, value) in pods.LabelsOf(pod))
            labels[name] = value;
        labels[PodMarks.Object] = "true";
        var annotations = Part(metadata, "annotations");
        foreach (var (name, value) in PodMapping.AnnotationsOf(pod))
            annotations[name] = value;
        annotations[PodMarks.Terms] = ObjectTerms.Of(resource).Write();
        var finalizers = metadata["finalizers"] as JsonArray ?? [];
        metadata["finalizers"] = new JsonArray([PodMarks.Tracking, .. finalizers.Select(finalizer => finalizer?.DeepClone())]);
        return manifest;
    }

    private static JsonObject Part(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject part)
            parent[name] = part = [];
        return part;
    }
}
