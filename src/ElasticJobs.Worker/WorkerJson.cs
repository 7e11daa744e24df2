using System.Text.Json.Serialization;
using ElasticJobs.Worker.Reports;
using ElasticJobs.Worker.Tasks;

namespace ElasticJobs.Worker;

/// <summary>JSON that is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredOrder))]
[JsonSerializable(typeof(CommandSummary))]
[JsonSerializable(typeof(TaskProgress))]
[JsonSerializable(typeof(TaskState))]
internal sealed partial class WorkerJson : JsonSerializerContext;
