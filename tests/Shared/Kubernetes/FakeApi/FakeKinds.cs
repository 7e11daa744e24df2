using System.Text.Json.Nodes;

namespace ElasticJobs.Tests.Shared.Kubernetes;

/// <summary>Kinds that a fake server serves beside pods, and what its RBAC says.</summary>
public static class FakeKinds
{
    /// <param name="types">Of one group version.</param>
    public static void Serve(this FakeApiServer server, string group, string version, params IEnumerable<(string Plural, string Kind, bool Namespaced)> types)
    {
        var groups = JsonNode.Parse(server.Raw["/apis"])!;
        groups["groups"]!.AsArray().Add(new JsonObject { ["name"] = group, ["versions"] = new JsonArray(new JsonObject { ["version"] = version }) });
        server.Raw["/apis"] = groups.ToJsonString();
        var resources = types.Select(type => (JsonNode)new JsonObject { ["name"] = type.Plural, ["kind"] = type.Kind, ["namespaced"] = type.Namespaced });
        server.Raw[$"/apis/{group}/{version}"] = new JsonObject { ["resources"] = new JsonArray([.. resources]) }.ToJsonString();
    }

    /// <summary>Whether RBAC lets the client do whatever it asks about.</summary>
    public static void Allow(this FakeApiServer server, bool allowed) =>
        server.Raw[FakeApiServer.AccessReviews] = new JsonObject { ["metadata"] = new JsonObject(), ["status"] = new JsonObject { ["allowed"] = allowed } }.ToJsonString();
}
