using System.Globalization;
using System.Text.Json.Nodes;

namespace ElasticJobs.Kubernetes.Client;

internal static class ServerVersionReader
{
    /// <summary>Clouds write minors such as <c>20+</c>.</summary>
    public static ServerVersion Read(JsonObject version)
    {
        static int Number(JsonNode? node) => int.TryParse(((string?)node)?.TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return new ServerVersion(Number(version["major"]), Number(version["minor"]), (string?)version["gitVersion"] ?? "");
    }
}
