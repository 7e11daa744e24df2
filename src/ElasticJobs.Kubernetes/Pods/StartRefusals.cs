using System.Net;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>The API server's refusals of a pod, in words.</summary>
internal static class StartRefusals
{
    /// <summary>Null: trying again may help.</summary>
    public static PodStartException? Of(KubernetesApiException e, ClusterPlace place) => e switch
    {
        { IsInvalid: true } => Error($"The cluster refuses the pod: {Causes(e)}", e),
        { Code: HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge } => Error($"The cluster refuses the pod: {e.Message}", e),
        { IsNotFound: true } => Error($"There is no namespace {place.Namespace} in the cluster. Create it, or give the project another.", e),
        { IsNamespaceTerminating: true } => Error($"Namespace {place.Namespace} is being deleted and takes no new pods.", e),
        { IsForbidden: true } => Error($"The cluster doesn't let the console start this pod in namespace {place.Namespace}: {e.Message}", e),
        _ => null,
    };

    /// <summary>Something else has the name.</summary>
    public static PodStartException Foreign(string name, ClusterPlace place) =>
        new(PodStatus.StartError, $"A pod {name} that is not this console's is in namespace {place.Namespace} already. Delete it, or give this console another {nameof(KubernetesOptions.Owner)}.");

    /// <summary>What is wrong, field by field where the server says so.</summary>
    public static string Causes(KubernetesApiException e) =>
        e.Causes.Count == 0 ? e.Message : string.Join("; ", e.Causes.Select(cause => cause.Field is null ? cause.Message : $"{cause.Field}: {cause.Message}"));

    private static PodStartException Error(string message, KubernetesApiException e) => new(PodStatus.StartError, message, e);
}
