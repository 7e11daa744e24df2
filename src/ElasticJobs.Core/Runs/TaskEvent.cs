using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticJobs.Core.Runs;

/// <summary>An event of the cluster about a pod. The runtime adds a line to <see cref="FileName"/> in the attempt's log directory for each, and one more whenever it happens again.</summary>
/// <param name="Id">Of the event; the latest line of an id counts.</param>
/// <param name="At">When it happened last.</param>
/// <param name="Reason">One word for machines, e.g. <c>FailedMount</c>.</param>
/// <param name="Message">In the cluster's words.</param>
/// <param name="Count">How often it happened.</param>
public sealed partial record TaskEvent(string Id, DateTimeOffset At, bool IsWarning, string Reason, string Message, int Count, string Pod)
{
    public const string FileName = "events.jsonl";

    public string ToLine() => JsonSerializer.Serialize(this, LineContext.Default.TaskEvent);

    /// <summary>Null: the line is not whole, since its writer was killed.</summary>
    public static TaskEvent? Parse(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, LineContext.Default.TaskEvent);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonSerializable(typeof(TaskEvent))]
    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
    private sealed partial class LineContext : JsonSerializerContext;
}
