using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

/// <summary>A change of some fields.</summary>
/// <param name="FieldManager">Who owns the fields it sets.</param>
/// <param name="Force">Server-side apply only: takes fields that other managers own instead of a conflict.</param>
public sealed record Patch(string ContentType, JsonNode Body, string FieldManager = Patch.OurFieldManager, bool Force = false)
{
    public const string OurFieldManager = "elasticjobs";

    /// <summary>JSON merge patch: null removes, lists are replaced. Works for every type.</summary>
    public static Patch Merge(JsonObject body) => new("application/merge-patch+json", body);

    /// <summary>Merges lists by key, e.g. containers by name. Built-in types only.</summary>
    public static Patch Strategic(JsonObject body) => new("application/strategic-merge-patch+json", body);

    /// <summary>JSON patch: a list of operations, of which <c>test</c> makes it conditional.</summary>
    public static Patch Operations(JsonArray operations) => new("application/json-patch+json", operations);

    /// <summary>Server-side apply: makes the object if there is none, and says what this manager wants of it.</summary>
    /// <param name="manifest">With <c>apiVersion</c>, <c>kind</c> and <c>metadata.name</c>, without <c>metadata.managedFields</c>.</param>
    public static Patch Apply(JsonObject manifest, string fieldManager = OurFieldManager, bool force = false) =>
        new("application/apply-patch+yaml", manifest, fieldManager, force);
}
