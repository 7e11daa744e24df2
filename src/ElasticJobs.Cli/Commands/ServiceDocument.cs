using ElasticJobs.Cli.Server;
using ElasticJobs.Core.Deployments;

namespace ElasticJobs.Cli.Commands;

/// <summary>The document of an elastic job.</summary>
internal static class ServiceDocument
{
    /// <summary>Pipelines have <c>kind: Pipeline</c>, services <c>metadata.type</c>. What can't be read is no service, and is told of as a pipeline.</summary>
    public static bool IsMeant(string text) =>
        DeploymentReader.Parse(text).Root is { } root && root["kind"] is null && root["metadata"] is System.Text.Json.Nodes.JsonObject metadata && metadata["type"] is not null;

    /// <summary>Deploys it, and says so. Its warnings go to <paramref name="error"/>.</summary>
    public static async Task SaveAsync(ApiClient client, string text, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var saved = await client.SendDocumentAsync(HttpMethod.Post, client.InProject("services"), text, cancellationToken);
        foreach (var problem in saved["problems"]?.AsArray() ?? [])
        {
            await error.WriteLineAsync($"  {ApiClient.Describe(problem!)}");
        }

        await output.WriteLineAsync($"service {saved["name"]} saved as version {saved["version"]}");
    }
}
