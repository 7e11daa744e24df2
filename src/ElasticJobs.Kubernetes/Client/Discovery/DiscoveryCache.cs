using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>Asks each group version for its resources, which every version of Kubernetes answers, and keeps the answers for a while.</summary>
internal sealed class DiscoveryCache(IKubernetesApi api, TimeProvider time)
{
    private static readonly TimeSpan Expiry = TimeSpan.FromMinutes(10);

    /// <summary>While a group does not answer, it is asked again sooner.</summary>
    private static readonly TimeSpan ExpiryWhenIncomplete = TimeSpan.FromSeconds(30);

    private Kept? _kept;

    public async Task<ApiDiscovery> GetAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _kept) is { } kept && time.GetElapsedTime(kept.At) < (kept.Discovery.Unavailable.Count == 0 ? Expiry : ExpiryWhenIncomplete))
            return kept.Discovery;
        var found = await AskAsync(cancellationToken);
        Volatile.Write(ref _kept, new Kept(found, time.GetTimestamp()));
        return found;
    }

    /// <summary>Asks anew for what is not among what is kept, since it may just have been installed.</summary>
    public async Task<ResourceType?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        if ((await GetAsync(cancellationToken)).Find(apiVersion, kind) is { } known)
            return known;
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        try
        {
            var types = await TypesAsync(slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], cancellationToken);
            if (types.FirstOrDefault(type => type.Kind == kind) is not { } found)
                return null;
            Volatile.Write(ref _kept, null);
            return found;
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    private async Task<ApiDiscovery> AskAsync(CancellationToken cancellationToken)
    {
        var groups = await ReadAsync("/apis", cancellationToken);
        var paths = new List<(string Group, string Version)> { ("", "v1") };
        foreach (var group in Objects(groups["groups"]))
        {
            var preferred = (string?)group["preferredVersion"]?["version"];
            paths.AddRange(Objects(group["versions"]).Select(version => (string?)version["version"] ?? "")
                .OrderBy(version => version == preferred ? 0 : 1).Select(version => ((string?)group["name"] ?? "", version)));
        }

        // One after the other: some dozens of small answers every ten minutes, and the rate limit would line them up anyway.
        var types = new List<ResourceType>();
        var unavailable = new List<string>();
        foreach (var (group, version) in paths)
        {
            try
            {
                types.AddRange(await TypesAsync(group, version, cancellationToken));
            }
            catch (KubernetesApiException e) when (e.IsTransient || e.IsNotFound)
            {
                unavailable.Add(group.Length == 0 ? version : $"{group}/{version}");
            }
        }

        return new ApiDiscovery(types, unavailable);
    }

    private async Task<IEnumerable<ResourceType>> TypesAsync(string group, string version, CancellationToken cancellationToken)
    {
        var resources = await ReadAsync(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", cancellationToken);
        return Objects(resources["resources"]).Where(resource => ((string?)resource["name"])?.Contains('/') == false)
            .Select(resource => new ResourceType(group, version, (string)resource["name"]!, (string?)resource["kind"] ?? "", (bool?)resource["namespaced"] ?? false));
    }

    private async Task<JsonNode> ReadAsync(string path, CancellationToken cancellationToken) =>
        JsonNode.Parse(await api.GetRawAsync(path, cancellationToken)) ?? new JsonObject();

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    private sealed record Kept(ApiDiscovery Discovery, long At);
}
