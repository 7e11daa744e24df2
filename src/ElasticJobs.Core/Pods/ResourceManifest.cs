using System.Text.Json.Nodes;

namespace ElasticJobs.Core.Pods;

/// <summary>
/// A Kubernetes object that stands for the pod: the runtime creates it under the pod's labels, follows its status and deletes it when the pod is stopped or removed.
/// Logs are those of the pods it makes; each is a container of the attempt named by its pod's name without the object's (<c>master-0</c>; with several containers, <c>master-0.main</c>).
/// </summary>
public sealed record ResourceManifest
{
    /// <summary>With <c>apiVersion</c> and <c>kind</c>. <c>metadata.name</c> is <see cref="PodSpec.Name"/>, so that no two attempts touch the same object; no namespace.</summary>
    public required JsonObject Manifest { get; init; }

    /// <summary>Holds of an object that has succeeded; read by <see cref="Conditions.ResourceCondition"/>. Looked at before <see cref="FailureCondition"/>.</summary>
    public required string SuccessCondition { get; init; }

    /// <summary>Holds of an object that has failed. Null: only its deletion is a failure.</summary>
    public string? FailureCondition { get; init; }

    /// <summary>Where the object says why, a path as in a condition; what <see cref="Conditions.ResourceCondition.TextAt"/> gives is told as the pod's message. Null: nowhere.</summary>
    public string? MessagePath { get; init; }

    /// <summary>Label selector of the pods it makes, e.g. <c>job-name=r1-train-1</c>. Null: those that it owns, directly or through others.</summary>
    public string? PodSelector { get; init; }
}
