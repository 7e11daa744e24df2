namespace ElasticJobs.Kubernetes.Logs;

/// <summary>Where the logs of a pod go.</summary>
/// <param name="Name">Of its log; with several containers the container's name follows behind a dot. Null: the containers' names.</param>
internal sealed record LogPlace(string Directory, string? Name)
{
    public string NameOf(string container, int containers) => Name is null ? container : containers > 1 ? $"{Name}.{container}" : Name;
}
