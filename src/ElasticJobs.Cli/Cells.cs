using System.Globalization;
using System.Text.Json.Nodes;

namespace ElasticJobs.Cli;

/// <summary>Values of answers as tables show them.</summary>
internal static class Cells
{
    public static string Text(JsonNode? node) => node?.ToString() ?? "";

    public static string Time(JsonNode? node) => node is null ? "" : node.GetValue<DateTimeOffset>().ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
