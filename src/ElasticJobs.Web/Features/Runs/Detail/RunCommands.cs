using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Runs;

namespace ElasticJobs.Web.Features.Runs.Detail;

/// <summary>The same run started from a shell.</summary>
internal static class RunCommands
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Cli(Run run)
    {
        var text = new StringBuilder($"ejobs run {run.Pipeline} --follow");
        foreach (var (name, value) in run.Parameters)
        {
            text.Append(" -p ").Append(Quote($"{name}={Value(value)}"));
        }

        return text.ToString();
    }

    public static string Api(Run run, string address) =>
        $"curl -X POST {address}api/v1/projects/{run.Project}/pipelines/{run.Pipeline}/runs -H \"Authorization: Bearer $EJOBS_TOKEN\" -H 'Content-Type: application/json' -d "
        + Quote(new JsonObject { ["parameters"] = run.Parameters.DeepClone() }.ToJsonString(Json));

    private static string Value(JsonNode? value) => value is JsonValue scalar ? scalar.ToString() : value?.ToJsonString(Json) ?? "null";

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
