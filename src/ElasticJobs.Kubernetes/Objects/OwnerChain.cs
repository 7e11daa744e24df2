using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>Who owns a pod in the end, where a controller's objects make objects that make pods.</summary>
internal sealed class OwnerChain(IKubernetesApi api, ClusterPlace place)
{
    private const int LongestChain = 6;
    private const int MostKnown = 10_000;

    /// <summary>The owners of owners, by uid. They never change in practice.</summary>
    private readonly ConcurrentDictionary<string, IReadOnlyList<OwnerReference>> _known = new(StringComparer.Ordinal);

    /// <summary>The nearest owner that is one of those asked for. Null: none is, as far as we may read them.</summary>
    public async Task<T?> FindAsync<T>(ObjectMeta pod, Func<string, T?> withUid, CancellationToken cancellationToken)
        where T : class
    {
        var next = pod.OwnerReferences ?? [];
        for (var depth = 0; depth < LongestChain && next.Count > 0; depth++)
        {
            if (next.Select(owner => withUid(owner.Uid)).FirstOrDefault(found => found is not null) is { } found)
                return found;
            next = await OwnersOfAsync(next.FirstOrDefault(owner => owner.Controller == true) ?? next[0], cancellationToken);
        }

        return null;
    }

    private async Task<IReadOnlyList<OwnerReference>> OwnersOfAsync(OwnerReference owner, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(owner.Uid, out var known))
            return known;
        if (_known.Count > MostKnown)
            _known.Clear();
        return _known[owner.Uid] = await ReadAsync(owner, cancellationToken);
    }

    private async Task<IReadOnlyList<OwnerReference>> ReadAsync(OwnerReference owner, CancellationToken cancellationToken)
    {
        try
        {
            if (await api.FindTypeAsync(owner.ApiVersion, owner.Kind, cancellationToken) is not { } type)
                return [];
            var found = await api.GetAsync<JsonObject>(type, type.Namespaced ? place.Namespace : null, owner.Name, cancellationToken);
            return found is not null && KubernetesJson.MetadataOf(found) is var metadata && metadata.Uid == owner.Uid ? metadata.OwnerReferences ?? [] : [];
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            // Somebody else's, or a kind that was not granted: its pods are not found then.
            return [];
        }
    }
}
