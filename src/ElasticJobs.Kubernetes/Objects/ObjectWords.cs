using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Conditions;

namespace ElasticJobs.Kubernetes.Objects;

/// <summary>What an object's status says, for people. Kinds differ in where they say it; most use one of these.</summary>
internal static class ObjectWords
{
    private static readonly string[] PhasePaths = ["status.phase", "status.state.phase", "status.jobStatus", "status.applicationState.state", "status.jobDeploymentStatus", "status.state"];
    private static readonly string[] Counts = ["active", "ready", "succeeded", "failed"];
    private static readonly string[] EndPaths = ["status.completionTime", "status.finishedAt", "status.terminationTime", "status.endTime"];
    private static readonly string[] StartPaths = ["status.startTime", "status.startedAt"];

    /// <summary>Null: it says nothing yet.</summary>
    public static string? Progress(JsonObject json, string? messagePath)
    {
        var phase = First(PhasePaths, json) ?? LastCondition(json, "type");
        var message = Message(json, messagePath) ?? LastCondition(json, "message");
        var counts = Counts.Select(count => (Name: count, Text: ResourceCondition.TextAt($"status.{count}", json)))
            .Where(count => long.TryParse(count.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
            .Select(count => $"{count.Text} {count.Name}");
        string?[] parts = [phase, string.Join(", ", counts), message];
        var said = parts.Where(part => !string.IsNullOrEmpty(part)).ToList();
        return said.Count == 0 ? null : $"{json["kind"]}: {string.Join("; ", said)}";
    }

    /// <summary>Null: it does not say.</summary>
    public static string? Message(JsonObject json, string? messagePath) =>
        (messagePath is null ? null : ResourceCondition.TextAt(messagePath, json)) ?? ResourceCondition.TextAt("status.message", json);

    public static DateTimeOffset? StartOf(JsonObject json) => Time(First(StartPaths, json));

    public static DateTimeOffset? EndOf(JsonObject json) => Time(First(EndPaths, json)) ?? Time(LastCondition(json, "lastTransitionTime"));

    /// <summary>Of the condition that became true last.</summary>
    private static string? LastCondition(JsonObject json, string field) => (json["status"] as JsonObject)?["conditions"] is JsonArray conditions
        ? conditions.OfType<JsonObject>().LastOrDefault(condition => $"{condition["status"]}" == "True")?[field]?.ToString()
        : null;

    private static string? First(IEnumerable<string> paths, JsonObject json) => paths.Select(path => ResourceCondition.TextAt(path, json)).FirstOrDefault(text => text is not null);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
