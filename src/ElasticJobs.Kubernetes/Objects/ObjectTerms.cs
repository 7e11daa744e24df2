using System.Text.Json;
using ElasticJobs.Core.Conditions;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>When an object has ended and which pods are its own: kept on it as an annotation, for the console that comes after this one.</summary>
internal sealed class ObjectTerms
{
    private readonly Written _written;

    private ObjectTerms(Written written)
    {
        _written = written;
        Success = ResourceCondition.Parse(written.Success);
        Failure = written.Failure is null ? null : ResourceCondition.Parse(written.Failure);
        Pods = written.Pods is null ? null : LabelSelector.Parse(written.Pods);
    }

    /// <summary>Of a kind in several versions it is followed in the one that its conditions are about.</summary>
    public string ApiVersion => _written.ApiVersion;

    public ResourceCondition Success { get; }

    public ResourceCondition? Failure { get; }

    public string? MessagePath => _written.Message;

    /// <summary>Null: the pods that it owns.</summary>
    public LabelSelector? Pods { get; }

    /// <exception cref="PodStartException">Something in it can't be read.</exception>
    public static ObjectTerms Of(ResourceManifest manifest)
    {
        try
        {
            return new ObjectTerms(new Written($"{manifest.Manifest["apiVersion"]}", manifest.SuccessCondition, manifest.FailureCondition, manifest.MessagePath, manifest.PodSelector));
        }
        catch (FormatException e)
        {
            throw new PodStartException(PodStatus.StartError, $"Its conditions or the selector of its pods can't be read. {e.Message}", e);
        }
    }

    /// <summary>Null: there are none that can be read.</summary>
    public static ObjectTerms? Read(string? annotation)
    {
        try
        {
            return annotation is null ? null : new ObjectTerms(JsonSerializer.Deserialize<Written>(annotation, KubernetesJson.Options)!);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(_written, KubernetesJson.Options);

    private sealed record Written(string ApiVersion, string Success, string? Failure, string? Message, string? Pods);
}
