namespace ElasticJobs.Kubernetes.Client;

/// <summary>A name and exactly one source.</summary>
public sealed record V1Volume
{
    public required string Name { get; init; }
    public V1EmptyDir? EmptyDir { get; init; }
    public V1HostPath? HostPath { get; init; }
    public V1Nfs? Nfs { get; init; }
    public V1ClaimVolume? PersistentVolumeClaim { get; init; }
    public V1ConfigMapVolume? ConfigMap { get; init; }
    public V1SecretVolume? Secret { get; init; }
    public V1DownwardVolume? DownwardAPI { get; init; }
}

/// <param name="Medium"><c>Memory</c>. Null: the node's disk.</param>
/// <param name="SizeLimit">A quantity.</param>
public sealed record V1EmptyDir(string? Medium = null, string? SizeLimit = null);

/// <param name="Type">E.g. <c>DirectoryOrCreate</c>. Null: not checked.</param>
public sealed record V1HostPath(string Path, string? Type = null);

public sealed record V1Nfs(string Server, string Path, bool? ReadOnly = null);

public sealed record V1ClaimVolume(string ClaimName, bool? ReadOnly = null);

public sealed record V1ConfigMapVolume(string Name, IReadOnlyList<V1KeyToPath>? Items = null, int? DefaultMode = null, bool? Optional = null);

public sealed record V1SecretVolume(string SecretName, IReadOnlyList<V1KeyToPath>? Items = null, int? DefaultMode = null, bool? Optional = null);

public sealed record V1DownwardVolume(IReadOnlyList<V1DownwardFile> Items);

/// <summary>A file that follows a field of its pod.</summary>
public sealed record V1DownwardFile(string Path, V1FieldRef FieldRef);

public sealed record V1KeyToPath(string Key, string Path, int? Mode = null);
