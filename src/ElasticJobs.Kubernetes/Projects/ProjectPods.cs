using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>What a project says of its pods: the account that they run under and the secrets by which images are pulled.</summary>
internal static class ProjectPods
{
    public static string? NameOf(V1Pod pod) => pod.Metadata.Label(PodLabels.Project);

    /// <summary>The pod under the project's terms. What it says itself stays.</summary>
    public static V1Pod Under(V1Pod pod, Project? project)
    {
        if (pod.Spec is not { } spec || project?.Place is not { } place)
            return pod;
        var own = spec.ImagePullSecrets ?? [];
        LocalObjectReference[] secrets = [.. own, .. place.PullSecrets.Select(name => new LocalObjectReference(name)).Except(own)];
        if (secrets.Length > 0)
            spec = spec with { ImagePullSecrets = secrets };
        if (spec.ServiceAccountName is null && (place.ServiceAccount ?? (project.State?.OwnsNamespace == true ? PlaceNames.Account : null)) is { } account)
            // An account that the project names is meant to be used; ours has no rights to use.
            spec = spec with { ServiceAccountName = account, AutomountServiceAccountToken = place.ServiceAccount is null ? false : null };
        return pod with { Spec = spec };
    }
}
