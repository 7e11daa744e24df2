using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>
/// One cluster's API server, as one user. Objects are <see cref="JsonObject"/> or one of the lean records (<see cref="V1Pod"/>): those know only the fields that we
/// read or write, so they are made and read, but changed by <see cref="PatchAsync{T}"/>, never read and then replaced.
/// Every request but watches, logs and sessions has a deadline; 429, and 5xx that name a Retry-After, are tried again a few times before they are thrown.
/// </summary>
/// <remarks>Throws <see cref="KubernetesApiException"/> for each answer that is not a success, <see cref="KubernetesUnreachableException"/> where none came,
/// <see cref="KubernetesConfigurationException"/> where the credentials can no longer be read.
/// A request that changes something and was not answered may have taken effect: name objects yourself, so that the same request again is answered by AlreadyExists.</remarks>
public interface IKubernetesApi
{
    /// <summary>The kubeconfig's context, or <c>in-cluster</c>.</summary>
    string Context { get; }

    /// <summary>Namespace that the credentials come with: that of the context or of the console's own pod, else <c>default</c>.</summary>
    string DefaultNamespace { get; }

    /// <summary>The same connection for what can wait: its requests are sent only when no other request waits for the rate limit.</summary>
    IKubernetesApi Bulk { get; }

    /// <summary>Null: there is none (404).</summary>
    /// <param name="type">What to read.</param>
    /// <param name="ns">Null for what belongs to the cluster.</param>
    Task<T?> GetAsync<T>(ResourceType type, string? ns, string name, CancellationToken cancellationToken)
        where T : class;

    /// <summary>All objects, read page by page.</summary>
    /// <param name="ns">Null: of all namespaces.</param>
    Task<KubernetesList<T>> ListAsync<T>(ResourceType type, string? ns, ListQuery query, CancellationToken cancellationToken)
        where T : class;

    /// <summary>One connection's events in the server's order. Ends quietly when the server or its timeout ends it, and then has to be called again from the last
    /// resource version heard (bookmarks have one too). <see cref="Informer{T}"/> does all that.</summary>
    /// <exception cref="KubernetesApiException">Also for an event of type ERROR; <see cref="KubernetesApiException.IsGone"/>: the version is too old, list again.</exception>
    /// <exception cref="KubernetesUnreachableException">The connection broke, perhaps within an event.</exception>
    IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(ResourceType type, string? ns, WatchQuery query, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Gives the object as the server stored it. <paramref name="body"/> needs no <c>apiVersion</c> and <c>kind</c>.</summary>
    Task<T> CreateAsync<T>(ResourceType type, string? ns, T body, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Creates under an object: <c>eviction</c>, <c>token</c>, <c>binding</c>.</summary>
    Task<JsonObject> CreateAsync(ResourceType type, string? ns, string name, string subresource, JsonObject body, CancellationToken cancellationToken);

    /// <summary>Replaces the whole object; conflicts when <c>metadata.resourceVersion</c> is set and is not the stored one.</summary>
    /// <param name="subresource">E.g. <c>status</c>. Null: the object itself.</param>
    Task<JsonObject> ReplaceAsync(ResourceType type, string? ns, string name, JsonObject body, string? subresource, CancellationToken cancellationToken);

    /// <summary>Gives the object as it is then.</summary>
    /// <param name="subresource">E.g. <c>status</c>, <c>scale</c>. Null: the object itself.</param>
    Task<T> PatchAsync<T>(ResourceType type, string? ns, string name, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : class;

    /// <summary>Asks for its deletion; it goes when its grace period and its finalizers let it. False: there was none.</summary>
    /// <exception cref="KubernetesApiException"><see cref="KubernetesApiException.IsConflict"/>: a precondition does not hold.</exception>
    Task<bool> DeleteAsync(ResourceType type, string? ns, string name, DeleteOptions options, CancellationToken cancellationToken);

    /// <summary>A container's log as bytes. Following, it ends with the container or when the kubelet or the API server cuts it, which can't be told apart here.</summary>
    Task<Stream> OpenLogAsync(string ns, string pod, LogQuery query, CancellationToken cancellationToken);

    /// <summary>Starts a process in a running container.</summary>
    Task<IExecSession> ExecAsync(string ns, string pod, ExecRequest request, CancellationToken cancellationToken);

    /// <summary>Joins the container's own process; <see cref="ExecRequest.Command"/> is ignored.</summary>
    Task<IExecSession> AttachAsync(string ns, string pod, ExecRequest request, CancellationToken cancellationToken);

    /// <summary>One connection to a port of a pod. Reading fails with an <see cref="IOException"/> that has the kubelet's words, e.g. when nothing listens there.</summary>
    Task<Stream> PortForwardAsync(string ns, string pod, int port, CancellationToken cancellationToken);

    /// <summary>The body of a GET of any path, e.g. <c>/api/v1/nodes/n1/proxy/stats/summary</c>.</summary>
    Task<byte[]> GetRawAsync(string path, CancellationToken cancellationToken);

    /// <summary>What the cluster serves. Kept for ten minutes; a group that its own server can't answer for is left out and named.</summary>
    Task<ApiDiscovery> DiscoverAsync(CancellationToken cancellationToken);

    /// <summary>The type of a manifest's <c>apiVersion</c> and <c>kind</c>, also when it was installed just now. Null: not served.</summary>
    Task<ResourceType?> FindTypeAsync(string apiVersion, string kind, CancellationToken cancellationToken);

    /// <summary>The API server's version; also the cheapest way to see whether it answers and takes our credentials.</summary>
    Task<ServerVersion> VersionAsync(CancellationToken cancellationToken);
}
