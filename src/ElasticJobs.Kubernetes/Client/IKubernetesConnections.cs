namespace ElasticJobs.Kubernetes.Client;

/// <summary>Connections to clusters by kubeconfig context, made at first use and kept.</summary>
public interface IKubernetesConnections
{
    /// <param name="context">Null: the default (the option <c>Context</c>, else the kubeconfig's current context, else in-cluster credentials).</param>
    /// <exception cref="KubernetesConfigurationException">There is none of that name, or it can't be used; says which file and field.</exception>
    IKubernetesApi Get(string? context = null);

    /// <summary>Names of the contexts that <see cref="Get"/> knows.</summary>
    /// <exception cref="KubernetesConfigurationException">A file can't be read.</exception>
    IReadOnlyList<string> Contexts { get; }
}
