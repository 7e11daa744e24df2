namespace ElasticJobs.Kubernetes.Client;

/// <summary>Kubeconfig files merged as kubectl does it: the first file that has an entry of a name wins.</summary>
internal sealed class KubeConfig(IReadOnlyList<KubeConfigFile> files)
{
    /// <exception cref="KubernetesConfigurationException">A file can't be read.</exception>
    public static KubeConfig Load(IEnumerable<string> paths) => new([.. paths.Select(KubeConfigFile.Load)]);

    public IReadOnlyList<string> Contexts => [.. files.SelectMany(file => file.Names("contexts")).Distinct()];

    /// <summary>Null: no file says.</summary>
    public string? CurrentContext => files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);

    /// <param name="name">Null: the current one.</param>
    /// <exception cref="KubernetesConfigurationException">There is no such context, or its cluster or user is missing.</exception>
    public KubeConfigContext Context(string? name)
    {
        var where = string.Join(", ", files.Select(file => file.Path));
        name ??= CurrentContext ?? throw new KubernetesConfigurationException($"{where}: no current-context is set. Set it, or the option Context to one of: {string.Join(", ", Contexts)}.");
        var context = Find("contexts", name) ?? throw new KubernetesConfigurationException($"{where}: there is no context {name}, only: {string.Join(", ", Contexts)}.");
        var cluster = Named(context, "cluster", "clusters") ?? throw context.Fail("cluster", "is missing.");
        return new KubeConfigContext(name, context.Text("namespace") ?? "default", cluster, Named(context, "user", "users"));
    }

    private KubeConfigFields? Named(KubeConfigFields context, string field, string section) =>
        context.Text(field) is { } name ? Find(section, name) ?? throw context.Fail(field, $"names {name}, but no {section} entry is called so.") : null;

    private KubeConfigFields? Find(string section, string name) => files.Select(file => file.Find(section, name)).FirstOrDefault(found => found is not null);
}

/// <param name="User">Null: requests are anonymous.</param>
internal sealed record KubeConfigContext(string Name, string Namespace, KubeConfigFields Cluster, KubeConfigFields? User);
