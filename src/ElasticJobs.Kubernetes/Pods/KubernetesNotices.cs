using ElasticJobs.Core.Pods;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>What a person should know about tasks in this cluster.</summary>
internal static class KubernetesNotices
{
    public static IReadOnlyList<RuntimeNotice> Of(KubernetesOptions options) => PodVolumes.WorkspaceVolume(options) is not null
        ? []
        :
        [
            new("workspace_not_shared", "Tasks of a run don't share files: each pod has a workspace of its own, which ends with it.",
                $"Set {KubernetesOptions.Section}:{nameof(KubernetesOptions.WorkspaceClaim)} to a ReadWriteMany claim, or, on one node, {nameof(KubernetesOptions.WorkspaceHostPath)} to a directory."),
        ];
}
