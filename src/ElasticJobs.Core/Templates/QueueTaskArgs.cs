using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Core.Pods;
using ElasticJobs.Core.Queues;

namespace ElasticJobs.Core.Templates;

/// <summary>From a queue task's form to what is put into the queue.</summary>
internal static class QueueTaskArgs
{
    public const string Service = "service";
    public const string Type = TaskRules.TypeTag;
    public const string Payload = "payload";
    public const string Method = "method";
    public const string Path = "path";
    public const string ContentType = "contentType";
    public const string Headers = "headers";
    public const string Priority = "priority";
    public const string Timeout = TaskTags.Timeout;
    public const string Tags = "tags";

    private static readonly string[] OfQueries = [Method, Path, ContentType, Headers];

    /// <summary>What single fields can't tell. Text that holds an expression is checked when it is rendered.</summary>
    public static void Check(JsonObject args, string path, List<Problem> problems)
    {
        // A command is what it is when nothing is said.
        if ((Text(args, Type) ?? TaskRules.Command) == TaskRules.Command)
        {
            if (Text(args, Payload) is null)
                problems.Add(ProblemTexts.Make($"{path}.{Payload}", ProblemCodes.ArgMissing, Payload));
            foreach (var field in OfQueries.Where(field => args[field] is JsonObject { Count: > 0 } || (args[field] is JsonValue && Text(args, field) is not null)))
                problems.Add(ProblemTexts.Make($"{path}.{field}", ProblemCodes.OfQueries, field));
        }

        if (Text(args, Timeout) is { } timeout && !HoldsExpression(timeout) && !(DurationText.TryParse(timeout, out var duration) && duration > TimeSpan.Zero))
            problems.Add(ProblemTexts.Make($"{path}.{Timeout}", ProblemCodes.BadDuration, timeout));
        foreach (var (name, value) in Entries(args, Tags))
        {
            if (name.Length == 0 || name.StartsWith('_') || name is Type or TaskTags.RequestId or Timeout || value is not JsonValue)
                problems.Add(ProblemTexts.Make($"{path}.{Tags}.{name}", ProblemCodes.BadTag, name));
        }

        foreach (var (name, value) in Entries(args, Headers))
        {
            if (value is not JsonValue header || !IsHeader(name, Plain(header)))
                problems.Add(ProblemTexts.Make($"{path}.{Headers}.{name}", ProblemCodes.BadHeader, name));
        }
    }

    /// <param name="args">Checked and filled.</param>
    public static QueueTask Make(JsonObject args) => new()
    {
        Service = Text(args, Service)!,
        Type = Text(args, Type)!,
        Payload = Text(args, Payload) ?? "",
        Priority = int.Parse(Text(args, Priority)!, CultureInfo.InvariantCulture),
        Tags = TagsOf(args),
    };

    private static Dictionary<string, string> TagsOf(JsonObject args)
    {
        var tags = Entries(args, Tags).ToDictionary(tag => tag.Key, tag => tag.Value!.ToString(), StringComparer.Ordinal);
        foreach (var (name, value) in Entries(args, Headers))
            tags[QueryTags.Header(name)] = value!.ToString();
        foreach (var (field, tag) in new[] { (Timeout, TaskTags.Timeout), (Method, QueryTags.Method), (Path, QueryTags.Path), (ContentType, QueryTags.Header("content-type")) })
        {
            if (Text(args, field) is { } text)
                tags[tag] = text;
        }

        return tags;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(JsonObject args, string field) => args[field] as JsonObject ?? [];

    private static string? Text(JsonObject args, string name) => args[name] is JsonValue value && Plain(value) is { Length: > 0 } text ? text : null;

    private static string Plain(JsonValue value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private static bool IsHeader(string name, string value)
    {
        try
        {
            QueryTags.Read(QueryTags.Header(name), value);
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private static bool HoldsExpression(string text) => text.Contains("{{", StringComparison.Ordinal);
}
