using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Core.Projects;
using ElasticJobs.Core.Runs;
using Seeds = System.Collections.Generic.IReadOnlyDictionary<string, System.Collections.Generic.IReadOnlyDictionary<string, string>>;
using Texts = System.Collections.Generic.IReadOnlyDictionary<string, string>;

namespace ElasticJobs.Storage.Database;

/// <summary>Values that columns hold as JSON. Empty ones are null: most tasks have no outputs.</summary>
internal static class StoredJson
{
    // Chinese stays readable in the database; nothing here is ever written into HTML.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly StoredTypes Types = new(new JsonSerializerOptions(Relaxed));

    public static string Of(JsonObject value) => value.ToJsonString(Relaxed);

    public static JsonObject ToObject(string json) => JsonNode.Parse(json)!.AsObject();

    public static string? Of(Texts values) => values.Count == 0 ? null : JsonSerializer.Serialize(values, Types.IReadOnlyDictionaryStringString);

    public static Texts ToTexts(string? json) => json is null ? new Dictionary<string, string>() : JsonSerializer.Deserialize(json, Types.IReadOnlyDictionaryStringString)!;

    public static string? Of(Seeds values) => values.Count == 0 ? null : JsonSerializer.Serialize(values, Types.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString);

    public static Seeds ToSeeds(string? json) => json is null
        ? new Dictionary<string, Texts>()
        : JsonSerializer.Deserialize(json, Types.IReadOnlyDictionaryStringIReadOnlyDictionaryStringString)!;

    public static string? Of(IReadOnlyList<string>? values) => values is null ? null : JsonSerializer.Serialize(values, Types.IReadOnlyListString);

    public static IReadOnlyList<string>? ToList(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Types.IReadOnlyListString);

    public static string? Of(TaskReason? reason) => reason is null ? null : JsonSerializer.Serialize(reason, Types.TaskReason);

    public static string? Of(ProjectPlace? place) => place is null ? null : JsonSerializer.Serialize(place, Types.ProjectPlace);

    public static ProjectPlace? ToPlace(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Types.ProjectPlace);

    public static string? Of(PlaceState? state) => state is null ? null : JsonSerializer.Serialize(state, Types.PlaceState);

    public static PlaceState? ToPlaceState(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Types.PlaceState);

    public static string Of(DecisionEntry entry) => JsonSerializer.Serialize(entry, Types.DecisionEntry);

    public static DecisionEntry ToDecision(string json) => JsonSerializer.Deserialize(json, Types.DecisionEntry)!;

    public static TaskReason? ToReason(string? json) => json is null ? null : JsonSerializer.Deserialize(json, Types.TaskReason);
}

[JsonSerializable(typeof(Texts))]
[JsonSerializable(typeof(Seeds))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(TaskReason))]
[JsonSerializable(typeof(ProjectPlace))]
[JsonSerializable(typeof(PlaceState))]
[JsonSerializable(typeof(DecisionEntry))]
internal sealed partial class StoredTypes : JsonSerializerContext;
