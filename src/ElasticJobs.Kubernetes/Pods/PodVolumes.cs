using System.Globalization;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Pods;

/// <summary>Volumes of a pod and where its containers see them: ours, shared memory, the workspace, and the task's mounts in their order.</summary>
internal static class PodVolumes
{
    public const string Workspace = "workspace";

    private const string Own = "ej";
    private const string SharedMemory = "shm";

    public static IReadOnlyList<V1Volume> Of(PodSpec pod, KubernetesOptions options)
    {
        var volumes = new List<V1Volume> { new() { Name = Own, EmptyDir = new V1EmptyDir() } };
        if (!HasOwnSharedMemory(pod))
            volumes.Add(new V1Volume { Name = SharedMemory, EmptyDir = new V1EmptyDir("Memory", pod.SharedMemory is { } bytes ? Quantities.Bytes(bytes) : null) });
        if (SharedWorkspace(pod, options) is { } workspace)
            volumes.Add(workspace);
        volumes.AddRange(pod.Mounts.Select((mount, index) => VolumeOf(mount, NameOf(index))));
        return volumes;
    }

    public static IReadOnlyList<V1VolumeMount> MountsOf(PodSpec pod, KubernetesOptions options)
    {
        var mounts = new List<V1VolumeMount> { new() { Name = Own, MountPath = PodPaths.Root } };
        if (!HasOwnSharedMemory(pod))
            mounts.Add(new V1VolumeMount { Name = SharedMemory, MountPath = PodPaths.SharedMemory });
        if (SharedWorkspace(pod, options) is not null)
            mounts.Add(new V1VolumeMount { Name = Workspace, MountPath = PodPaths.Workspace, SubPath = pod.Workspace });
        if (HasSourceWorkspace(pod, options))
            mounts.Add(new V1VolumeMount { Name = Workspace, MountPath = PodPaths.SourceWorkspace, SubPath = pod.SourceWorkspace });
        mounts.AddRange(pod.Mounts.Select((mount, index) => new V1VolumeMount
        {
            Name = NameOf(index),
            MountPath = mount.Path,
            SubPath = mount.SubPath,
            ReadOnly = mount.ReadOnly ? true : null,
        }));
        return mounts;
    }

    /// <summary>Where the workspaces of all runs are. Null: nowhere, each pod has its own, a directory of the volume that is ours.</summary>
    public static V1Volume? WorkspaceVolume(KubernetesOptions options) => options switch
    {
        { WorkspaceClaim: { } claim } => new V1Volume { Name = Workspace, PersistentVolumeClaim = new V1ClaimVolume(claim) },
        { WorkspaceHostPath: { } path } => new V1Volume { Name = Workspace, HostPath = new V1HostPath(path, "DirectoryOrCreate") },
        _ => null,
    };

    public static bool HasSourceWorkspace(PodSpec pod, KubernetesOptions options) => pod.SourceWorkspace is not null && SharedWorkspace(pod, options) is not null;

    private static V1Volume? SharedWorkspace(PodSpec pod, KubernetesOptions options) => pod.Workspace is null ? null : WorkspaceVolume(options);

    private static bool HasOwnSharedMemory(PodSpec pod) => pod.Mounts.Any(mount => mount.Path.TrimEnd('/') == PodPaths.SharedMemory);

    private static string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"mount-{index}");

    private static V1Volume VolumeOf(MountSpec mount, string name) => mount.Kind switch
    {
        MountKind.Pvc or MountKind.PvcShare => new V1Volume { Name = name, PersistentVolumeClaim = new V1ClaimVolume(mount.Source) },
        MountKind.Nfs => new V1Volume { Name = name, Nfs = Nfs(mount.Source) },
        MountKind.HostPath => new V1Volume { Name = name, HostPath = new V1HostPath(mount.Source, "DirectoryOrCreate") },
        MountKind.ConfigMap => new V1Volume { Name = name, ConfigMap = new V1ConfigMapVolume(mount.Source) },
        MountKind.Secret => new V1Volume { Name = name, Secret = new V1SecretVolume(mount.Source) },
        MountKind.Memory => new V1Volume { Name = name, EmptyDir = new V1EmptyDir("Memory", mount.Source.Length == 0 ? null : mount.Source) },
        _ => throw new PodStartException(PodStatus.StartError, $"There is no kind of mount {mount.Kind}."),
    };

    private static V1Nfs Nfs(string source)
    {
        var slash = source.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new V1Nfs(source[..slash].TrimEnd(':'), source[slash..])
            : throw new PodStartException(PodStatus.StartError, $"'{source}' is no NFS source. Write server/exported/path.");
    }
}
