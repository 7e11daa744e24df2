using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pods;
using ElasticJobs.Kubernetes.Client;
using ElasticJobs.Kubernetes.Projects;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>What kinds there are, and which of them we may make and follow.</summary>
internal sealed class ObjectKinds(ProjectPlaces places)
{
    private static readonly string[] Verbs = ["get", "list", "watch", "create", "patch", "delete"];

    private readonly ConcurrentDictionary<ObjectPlace, bool> _allowed = [];

    /// <exception cref="PodStartException">There is no such kind, or none that we may make.</exception>
    public async Task<ObjectPlace> FindAsync(ClusterPlace cluster, JsonObject manifest, CancellationToken cancellationToken)
    {
        var api = places.Api(cluster);
        var (apiVersion, kind) = ($"{manifest["apiVersion"]}", $"{manifest["kind"]}");
        if (await api.FindTypeAsync(apiVersion, kind, cancellationToken) is not { } type)
            throw ObjectRefusals.Unknown(apiVersion, kind, [.. (await api.DiscoverAsync(cancellationToken)).Types.Where(other => other.Kind == kind)]);
        if (!type.Namespaced)
            throw ObjectRefusals.ClusterWide(type);
        var place = new ObjectPlace(cluster, type);
        if (_allowed.ContainsKey(place))
            return place;
        var missing = new List<string>();
        foreach (var verb in Verbs)
        {
            if (!await api.CanIAsync(verb, type, cluster.Namespace, null, cancellationToken))
                missing.Add(verb);
        }

        if (missing.Count > 0)
            throw ObjectRefusals.NotAllowed(place, missing, Verbs);
        _allowed[place] = true;
        return place;
    }

    /// <summary>Kinds of which objects of ours may be there: those that we may list and watch.</summary>
    public async Task<IReadOnlyList<ObjectPlace>> FollowableAsync(ClusterPlace cluster, CancellationToken cancellationToken)
    {
        var api = places.Api(cluster).Bulk;
        var rules = await RulesAsync(api, cluster, cancellationToken);
        return [.. (await api.DiscoverAsync(cancellationToken)).Types
            .Where(type => type.Namespaced && (rules is null || (Allow(rules, "list", type) && Allow(rules, "watch", type))))
            .Select(type => new ObjectPlace(cluster, type))];
    }

    /// <summary>Null: the server can't tell all of them, so that asking each kind is the only way.</summary>
    private static async Task<IReadOnlyList<JsonObject>?> RulesAsync(IKubernetesApi api, ClusterPlace cluster, CancellationToken cancellationToken)
    {
        try
        {
            var review = new JsonObject { ["spec"] = new JsonObject { ["namespace"] = cluster.Namespace } };
            var status = (await api.CreateAsync(ResourceType.SelfSubjectRulesReviews, null, review, cancellationToken))["status"];
            return status?["resourceRules"] is JsonArray rules && (bool?)status["incomplete"] != true ? [.. rules.OfType<JsonObject>()] : null;
        }
        catch (KubernetesApiException e) when (e.IsForbidden || e.IsNotFound)
        {
            return null;
        }
    }

    private static bool Allow(IEnumerable<JsonObject> rules, string verb, ResourceType type) => rules.Any(rule =>
        Has(rule, "verbs", verb) && Has(rule, "apiGroups", type.Group) && Has(rule, "resources", type.Plural)
        && rule["resourceNames"] is null or JsonArray { Count: 0 });

    private static bool Has(JsonObject rule, string list, string wanted) => rule[list] is JsonArray values && values.Any(value => $"{value}" is "*" || $"{value}" == wanted);
}
