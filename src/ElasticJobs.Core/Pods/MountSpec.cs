using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Pods;

/// <summary>What a mount shows inside a container.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MountKind>))]
public enum MountKind
{
    /// <summary>A persistent volume claim of the pod's namespace; <see cref="MountSpec.SubPath"/> is the user's part of it.</summary>
    Pvc,

    /// <summary>A persistent volume claim, the same directory for everyone.</summary>
    PvcShare,

    /// <summary><c>server/exported/path</c>.</summary>
    Nfs,

    /// <summary>An absolute directory of the node; made when it is not there.</summary>
    HostPath,

    /// <summary>A config map's keys as files. Read-only.</summary>
    ConfigMap,

    /// <summary>A secret's keys as files. Read-only.</summary>
    Secret,

    /// <summary>A file system in memory that ends with the pod; counts as the pod's memory.</summary>
    Memory,
}

/// <summary>A volume in every container of a pod.</summary>
/// <param name="Source">Name of the claim, config map or secret; <c>server/path</c> of NFS; directory of the node; size in bytes of memory.</param>
/// <param name="Path">Absolute, inside the container. No two mounts of a pod have the same.</param>
/// <param name="SubPath">Part of the volume, relative, without <c>..</c>. Null: all of it.</param>
public sealed record MountSpec(MountKind Kind, string Source, string Path, string? SubPath = null, bool ReadOnly = false);
