using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

public sealed record V1Container
{
    public required string Name { get; init; }
    public string? Image { get; init; }

    /// <summary><c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>.</summary>
    public string? ImagePullPolicy { get; init; }

    public IReadOnlyList<string>? Command { get; init; }
    public IReadOnlyList<string>? Args { get; init; }
    public string? WorkingDir { get; init; }
    public IReadOnlyList<V1EnvVar>? Env { get; init; }
    public IReadOnlyList<V1ContainerPort>? Ports { get; init; }
    public V1ResourceRequirements? Resources { get; init; }
    public IReadOnlyList<V1VolumeMount>? VolumeMounts { get; init; }
    public string? TerminationMessagePath { get; init; }

    /// <summary><c>File</c> or <c>FallbackToLogsOnError</c>.</summary>
    public string? TerminationMessagePolicy { get; init; }

    public bool? Stdin { get; init; }
    public bool? StdinOnce { get; init; }
    public bool? Tty { get; init; }
    public JsonObject? ReadinessProbe { get; init; }
    public JsonObject? LivenessProbe { get; init; }
    public JsonObject? StartupProbe { get; init; }
    public JsonObject? Lifecycle { get; init; }
    public JsonObject? SecurityContext { get; init; }
}

public sealed record V1EnvVar(string Name, string? Value = null, V1EnvVarSource? ValueFrom = null);

public sealed record V1EnvVarSource
{
    public V1KeySelector? SecretKeyRef { get; init; }
    public V1KeySelector? ConfigMapKeyRef { get; init; }
    public V1FieldRef? FieldRef { get; init; }
}

public sealed record V1KeySelector(string Name, string Key, bool? Optional = null);

public sealed record V1FieldRef(string FieldPath);

public sealed record V1ContainerPort(int ContainerPort, string? Name = null, string? Protocol = null);

/// <summary>Quantities as the API writes them (<c>500m</c>, <c>2Gi</c>), by resource name.</summary>
public sealed record V1ResourceRequirements
{
    public IReadOnlyDictionary<string, string>? Requests { get; init; }
    public IReadOnlyDictionary<string, string>? Limits { get; init; }
}

public sealed record V1VolumeMount
{
    public required string Name { get; init; }
    public required string MountPath { get; init; }
    public string? SubPath { get; init; }
    public bool? ReadOnly { get; init; }
}
