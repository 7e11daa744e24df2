using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>An object at one time.</summary>
internal sealed record ObjectState(JsonObject Json, ObjectMeta Metadata)
{
    private const string Foreground = "foregroundDeletion";

    public static ObjectState Of(JsonObject json) => new(json, KubernetesJson.MetadataOf(json));

    public bool IsDeleted => Metadata.DeletionTimestamp is not null;

    /// <summary>The garbage collector deletes what it owns before it goes.</summary>
    public bool WaitsForItsPods => Metadata.Finalizers?.Contains(Foreground) == true;

    /// <summary>It was deleted, and only we hold it.</summary>
    public bool HasGone => IsDeleted && Metadata.Finalizers?.All(finalizer => finalizer == PodMarks.Tracking) != false;

    public bool IsOfPodKind => (string?)Json["kind"] == "Pod" && (string?)Json["apiVersion"] == "v1";
}
