using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>How objects are read and written. Unknown fields are passed over, nulls are not written.</summary>
public static class KubernetesJson
{
    /// <summary>Generated code for the client's own records, reflection for types of its callers.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>An object as JSON, e.g. to apply a record.</summary>
    public static JsonObject ToJson<T>(T value) => JsonSerializer.SerializeToNode(value, TypeOf<T>())!.AsObject();

    /// <summary>The metadata of a record or of any object as JSON.</summary>
    public static ObjectMeta MetadataOf<T>(T value)
        where T : class => value switch
        {
            IKubernetesObject known => known.Metadata,
            JsonObject json => json["metadata"]?.Deserialize(KubernetesJsonContext.Default.ObjectMeta) ?? new ObjectMeta(),
            _ => throw new ArgumentException($"{typeof(T).Name} is neither an IKubernetesObject nor a JsonObject.", nameof(value)),
        };

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(KubernetesJsonContext.Default.Options)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(KubernetesJsonContext.Default, new DefaultJsonTypeInfoResolver()),
        };
        options.MakeReadOnly();
        return options;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Pod))]
[JsonSerializable(typeof(V1Event))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
