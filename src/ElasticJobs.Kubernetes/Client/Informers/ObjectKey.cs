namespace ElasticJobs.Kubernetes.Client;

/// <param name="Namespace">Null for what belongs to the cluster.</param>
public readonly record struct ObjectKey(string? Namespace, string Name)
{
    public static ObjectKey Of(ObjectMeta metadata) => new(metadata.Namespace, metadata.Name ?? "");

    public override string ToString() => Namespace is null ? Name : $"{Namespace}/{Name}";
}
