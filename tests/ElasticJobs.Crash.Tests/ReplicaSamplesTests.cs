using System.Globalization;
using System.Text.Json.Nodes;
using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using ElasticJobs.Tests.Shared.Postgres;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests;

/// <summary>Two consoles on one PostgreSQL: the one that does not lead shows what a task uses as the other does.</summary>
public sealed class ReplicaSamplesTests
{
    private const string Pipeline = "busy";
    private const string Document = """
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {name: busy}
        spec:
          tasks:
            - {id: work, template: shell, args: {command: sleep 600}}
        """;

    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(180);

    [Fact]
    public async Task Console_ThatDoesNotLead_GivesLivePointsAndTheEnd()
    {
        await using var database = await PostgresServer.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        var settings = new Dictionary<string, string> { ["ConnectionStrings__ElasticJobs"] = database.ConnectionString };
        await using var leader = new ConsoleProcess(directory.Path, settings);
        await using var other = new ConsoleProcess(directory.Path, settings);
        await leader.StartAsync();
        await Eventually.TrueAsync(() => leader.Output.Contains("The run engine begins", StringComparison.Ordinal), "the console leads", Cap);
        await other.StartAsync();
        var api = new ConsoleApi(other.Client);
        await api.SaveAsync(Pipeline, Document);
        var run = await api.StartRunAsync(Pipeline);
        await Eventually.TrueAsync(async () => (string)(await api.RunAsync(run))["tasks"]![0]!["state"]! == "Running", "the task runs", Cap);

        using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/v1/projects/default/runs/{run}/tasks/work/samples"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await other.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync());
        var points = new List<long>();
        while (points.Count < 10)
        {
            points.AddRange((await NextAsync(events))["points"]!.AsArray().Select(point => (long)point!["t"]!));
        }

        // Points that are stored alone are 15 s apart.
        Assert.Equal(points.Order(), points);
        Assert.InRange(points.Zip(points.Skip(1), (first, second) => second - first).Order().ElementAt(points.Count / 2), 1, 5_000);
        using var stopped = await leader.Client.PostAsync($"/api/v1/projects/default/runs/{run}/kill", null);
        stopped.EnsureSuccessStatusCode();
        while (!(bool)(await NextAsync(events))["end"]!)
        {
            // Points of before.
        }
    }

    private static async Task<JsonNode> NextAsync(StreamReader events)
    {
        while (await events.ReadLineAsync().WaitAsync(Cap) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line["data: ".Length..])!;
            }
        }

        throw new InvalidOperationException("The stream ended without saying so.");
    }
}
