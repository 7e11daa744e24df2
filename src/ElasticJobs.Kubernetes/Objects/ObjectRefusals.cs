using System.Net;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Why an object can't be made, in words.</summary>
internal static class ObjectRefusals
{
    /// <summary>How a server says that a manifest does not fit the schema: 500 in versions up to 1.21, 400 in later ones.</summary>
    private const string DoesNotFit = "failed to create typed patch object";

    /// <summary>Null: trying again may help.</summary>
    public static PodStartException? Of(KubernetesApiException e, ObjectPlace place) => e switch
    {
        _ when e.Message.IndexOf(DoesNotFit, StringComparison.Ordinal) is >= 0 and var at =>
            Error($"The manifest does not fit {place.Type.Kind} of {place.Type.ApiVersion}: {e.Message[(at + DoesNotFit.Length)..].TrimStart(':', ' ')}. Correct that field of the manifest.", e),
        { IsInvalid: true } => Error($"The cluster refuses the manifest: {StartRefusals.Causes(e)}. Correct what it names.", e),
        { Code: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge } => Error($"The cluster refuses the manifest: {e.Message}", e),
        { IsNotFound: true } when e.Message.Contains("namespaces", StringComparison.Ordinal) =>
            Error($"There is no namespace {place.Cluster.Namespace} in the cluster. Create it, or give the project another.", e),
        { IsNotFound: true } => Error($"The cluster no longer serves {place.Type.Kind} of {place.Type.ApiVersion}. Install its operator again.", e),
        { IsNamespaceTerminating: true } => Error($"Namespace {place.Cluster.Namespace} is being deleted and takes nothing new.", e),
        { IsForbidden: true } => Error($"The cluster doesn't let the console make this {place.Type.Kind} in namespace {place.Cluster.Namespace}: {e.Message}", e),
        _ => null,
    };

    public static PodStartException Unknown(string apiVersion, string kind, IReadOnlyList<ResourceType> others) => Error(others.Count > 0
        ? $"The cluster serves no {kind} of {apiVersion}, but of {string.Join(" and ", others.Select(type => type.ApiVersion).Distinct())}. Correct apiVersion in the manifest."
        : $"The cluster serves no {kind} of {apiVersion}. Correct apiVersion and kind in the manifest, or install the operator that brings this kind.");

    public static PodStartException ClusterWide(ResourceType type) =>
        Error($"A {type.Kind} of {type.ApiVersion} belongs to the whole cluster. A task may only make what is in its project's namespace; take a kind that is.");

    public static PodStartException NotAllowed(ObjectPlace place, IReadOnlyList<string> missing, IReadOnlyList<string> needed) => Error(
        $"The console may not {string.Join(", ", missing)} {place.Type} in namespace {place.Cluster.Namespace}. Give it a Role there with apiGroups [\"{place.Type.Group}\"], resources [{place.Type.Plural}], verbs [{string.Join(", ", needed)}].");

    /// <summary>Something else has the name.</summary>
    public static PodStartException Foreign(ObjectPlace place, string name) => Error(
        $"A {place.Type.Kind} {name} that is not this console's is in namespace {place.Cluster.Namespace} already. Delete it, or give this console another {nameof(KubernetesOptions.Owner)}.");

    private static PodStartException Error(string message, Exception? e = null) => new(PodStatus.StartError, message, e);
}
