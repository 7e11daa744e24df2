using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Projects;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Pods;

namespace ElasticJobs.Kubernetes.Projects;

/// <summary>What the cluster says of a project's place.</summary>
internal sealed class PlaceReading(ProjectPlaces places)
{
    /// <summary>In which order people look for them.</summary>
    private static readonly string[] Order = ["requests.cpu", "limits.cpu", "requests.memory", "limits.memory"];

    public async Task<PlaceUse> ReadUseAsync(Project project, CancellationToken cancellationToken)
    {
        var place = places.Of(project);
        var api = places.Api(place).Bulk;
        var secrets = new List<PullSecretState>();
        foreach (var name in project.Place?.PullSecrets ?? [])
            secrets.Add(await ReadSecretAsync(api, project, place.Namespace, name, cancellationToken));
        return new PlaceUse(project.HasNamespace ? await ReadQuotaAsync(api, place.Namespace, cancellationToken) : [], secrets);
    }

    /// <summary>Of all quotas of the namespace: each binds, so of two on one resource the one that is used up more.</summary>
    private static async Task<IReadOnlyList<QuotaUse>> ReadQuotaAsync(IKubernetesApi api, string ns, CancellationToken cancellationToken)
    {
        try
        {
            var quotas = await api.ListAsync<JsonObject>(ResourceType.ResourceQuotas, ns, ListQuery.All, cancellationToken);
            return [.. quotas.Items
                .SelectMany(quota => (quota["status"]?["hard"] as JsonObject ?? []).Select(hard => Of(hard.Key, $"{quota["status"]!["used"]?[hard.Key] ?? "0"}", $"{hard.Value}")))
                .Where(use => !IsOtherGpu(use))
                .GroupBy(use => use.Resource).Select(uses => uses.MaxBy(use => use.Share ?? double.MaxValue)!)
                .OrderBy(use => Array.IndexOf(Order, use.Resource) is >= 0 and var at ? at : Order.Length).ThenBy(use => use.Resource, StringComparer.Ordinal)];
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return [];
        }
    }

    /// <summary>A quota of GPUs names those of each vendor; a cluster has those of one.</summary>
    private static bool IsOtherGpu(QuotaUse use) => use.Used == "0" && use.Resource.StartsWith("requests.", StringComparison.Ordinal) && use.Resource.Contains('/') && !use.Resource.Contains("nvidia.com/", StringComparison.Ordinal);

    private static QuotaUse Of(string resource, string used, string hard) =>
        new(resource, used, hard, Quantities.Read(hard) is > 0 and var limit ? Quantities.Read(used) / limit : null);

    private async Task<PullSecretState> ReadSecretAsync(IKubernetesApi api, Project project, string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return await api.GetAsync<JsonObject>(ResourceType.Secrets, ns, name, cancellationToken) is { } found
                ? new PullSecretState(name, true, PlaceNames.IsOurs(found, places.Options.Owner, project.Name), Registries(found))
                : new PullSecretState(name, false, false, []);
        }
        catch (KubernetesApiException e) when (e.IsForbidden)
        {
            return new PullSecretState(name, null, false, []);
        }
    }

    /// <summary>Names alone; what else is in there stays there.</summary>
    private static IReadOnlyList<string> Registries(JsonObject secret)
    {
        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String((string?)secret["data"]?[PullSecrets.Key] ?? ""));
            return JsonNode.Parse(text)?["auths"] is JsonObject auths ? [.. auths.Select(auth => auth.Key)] : [];
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return [];
        }
    }
}
