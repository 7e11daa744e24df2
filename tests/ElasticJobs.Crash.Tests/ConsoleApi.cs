using ElasticJobs.Crash.Tests.Elastic;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace ElasticJobs.Crash.Tests;

/// <summary>The console's REST API as the tests need it.</summary>
internal sealed class ConsoleApi(HttpClient client)
{
    private const string Project = "/api/v1/projects/default";

    public async Task SaveAsync(string pipeline, string document)
    {
        using var body = new StringContent(document, Encoding.UTF8, "application/yaml");
        using var response = await client.PutAsync($"{Project}/pipelines/{pipeline}", body);
        Assert.True(response.IsSuccessStatusCode, $"{pipeline} was not saved: {await response.Content.ReadAsStringAsync()}");
    }

    /// <summary>The run's id; null when the console was gone before it answered.</summary>
    public async Task<Guid?> TryStartRunAsync(string pipeline)
    {
        try
        {
            using var response = await client.PostAsJsonAsync($"{Project}/pipelines/{pipeline}/runs", new JsonObject());
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.StatusCode == HttpStatusCode.Accepted, $"Starting {pipeline} was answered with {response.StatusCode}: {text}");
            return (Guid)JsonNode.Parse(text)!["id"]!;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return null;
        }
    }

    public async Task<Guid> StartRunAsync(string pipeline) =>
        await TryStartRunAsync(pipeline) ?? throw new InvalidOperationException($"The console was gone before it started {pipeline}.");

    public async Task<IEnumerable<string>> PipelinesAsync() => (await AllAsync("/pipelines")).Select(pipeline => (string)pipeline["name"]!);

    public Task<IReadOnlyList<JsonNode>> RunsAsync() => AllAsync("/runs");

    public Task<JsonNode> RunAsync(Guid id) => GetAsync($"/runs/{id}");

    public Task<JsonNode> ServiceAsync(string name) => GetAsync($"/services/{name}");

    /// <summary>How many instances an elastic job has. Null: the console does not know yet.</summary>
    public async Task<int?> InstancesAsync(string service) => ((await ServiceAsync(service))["instances"] as JsonArray)?.Count;

    /// <param name="document">Of an elastic job.</param>
    public async Task<QueueApi> DeployAsync(string document)
    {
        using var body = new StringContent(document, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync($"{Project}/services", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"The service was not deployed: {text}");
        return new QueueApi(client, (string)JsonNode.Parse(text)!["name"]!);
    }

    public async Task<IReadOnlyList<JsonNode>> LogAsync(Guid run, string task, int attempt)
    {
        List<JsonNode> lines = [];
        while (true)
        {
            var page = await GetAsync($"/runs/{run}/tasks/{task}/log?attempt={attempt}&from={lines.Count}&limit=10000");
            var more = page["lines"]!.AsArray();
            lines.AddRange(more.Select(line => line!));
            if (more.Count == 0)
            {
                return lines;
            }
        }
    }

    /// <summary>What an instance or a front end has written.</summary>
    public async Task<IReadOnlyList<string>> InstanceLogAsync(string service, string instance) =>
        [.. (await GetAsync($"/services/{service}/instances/{instance}/log?limit=1000"))["lines"]!.AsArray().Select(line => (string)line!["x"]!)];

    private async Task<IReadOnlyList<JsonNode>> AllAsync(string path)
    {
        List<JsonNode> all = [];
        var cursor = "";
        do
        {
            var page = await GetAsync($"{path}?limit=200{cursor}");
            all.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={Uri.EscapeDataString((string)next!)}" : "";
        }
        while (cursor.Length > 0);
        return all;
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Project + path);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path} was answered with {response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
