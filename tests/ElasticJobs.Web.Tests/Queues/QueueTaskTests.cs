using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticJobs.Core.Pipelines;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Features.Services.Document;
using ElasticJobs.Web.Samples;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>A pipeline whose tasks an elastic job on this machine does, with real instances.</summary>
[Collection(InstancesCollection.Name)]
public sealed class QueueTaskTests(QueueFixture fixture) : IClassFixture<QueueFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Scaling = """
        "autoscaler": {"min": 0, "max": 2, "strategies": {"avg_waiting_length": 1}, "behavior": {"onZero": {"scaleDownGracePeriodSeconds": 1}}}
        """;

    private HttpClient Api => fixture.Console.Api;

    [Fact]
    public async Task Run_WithQueueTasks_BringsInstances_AndHasTheirLogsAndResults()
    {
        const string Server = """
            import http.server, os
            class H(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    self.send_response(201); self.end_headers(); self.wfile.write(self.path.encode() + b" " + body.upper())
                def log_message(self, *a): pass
            http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["EJ_PORT"])), H).serve_forever()
            """;
        var (service, _) = await fixture.DeployAsync(Scaling, JsonSerializer.Serialize(new { command = $"python3 -c '{Server}'", port = 8000 }));
        var id = await RunAsync("queued", $$"""
            - {id: train, template: queue, args: {service: {{service}}, payload: "echo seed $EJ_TAG_SEED; echo oh >&2; echo '##ej progress 0.5 half'; echo accuracy 0.9", tags: {seed: 7} } }
            - {id: ask, template: queue, after: [train], args: {service: {{service}}, taskType: query, path: /upper, payload: "{{Output("train")}}" } }
            - {id: after, template: shell, after: [ask], args: {command: "echo {{Output("ask")}} {{Output("ask", "status")}}" } }
            """);

        var run = await Api.WaitAsync(id, "Succeeded");

        var tasks = run.Items("tasks").ToDictionary(task => task.Text("id"));
        Assert.Equal("accuracy 0.9", tasks["train"].GetProperty("outputs").Text("result"));
        Assert.Equal("/upper ACCURACY 0.9", tasks["ask"].GetProperty("outputs").Text("result"));
        Assert.Equal("/upper ACCURACY 0.9 201\n", await LogAsync(id, "after"));
        var log = await LogAsync(id, "train");
        Assert.Equal(["##ej progress 0.5 half", "accuracy 0.9", "oh", "seed 7"], log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
        Assert.StartsWith($"{service}-", tasks["train"].Items("attempts").Single().Text("node"), StringComparison.Ordinal);
    }

    /// <summary>A few of its two hundred seeds.</summary>
    [Fact]
    public async Task SampleTrainOnDemand_TrainsAndTellsItsAccuracy()
    {
        const int Seeds = 3;
        var service = ServiceTemplates.All.Single(template => template.Key == "train-on-demand");
        await Api.PostAsync("services", new StringContent(service.Document, Encoding.UTF8, "application/yaml")).JsonAsync(HttpStatusCode.Created);
        var sample = new SampleCatalog(NullLogger<SampleCatalog>.Instance).Find(service.Key)!.Document;
        var few = sample with { Metadata = sample.Metadata with { Name = "few-seeds" }, Spec = sample.Spec with { Tasks = [.. sample.Spec.Tasks.Take(Seeds)] } };
        await Api.SaveAsync("few-seeds", PipelineWriter.ToJson(few)).JsonAsync(HttpStatusCode.Created);

        var run = await Api.WaitAsync(await Api.StartAsync("few-seeds"), "Succeeded");

        var results = run.Items("tasks").Select(task => JsonNode.Parse(task.GetProperty("outputs").Text("result"))!).ToList();
        Assert.Equal([1, 2, 3], results.Select(result => (int)result["seed"]!));
        Assert.All(results, result => Assert.InRange((double)result["accuracy"]!, 0.9, 1));
        await Eventually.TrueAsync(
            async () => (await Api.GetAsync($"services/{service.Key}").JsonAsync()).GetProperty("instances") is not { ValueKind: JsonValueKind.Array } left || left.GetArrayLength() == 0, "all instances have left", Patience);
    }

    [Fact]
    public async Task Stop_OfTheRun_EndsTheCommandInItsInstance()
    {
        var (service, _) = await fixture.DeployAsync(Scaling, "{}");
        var file = Path.Combine(fixture.Console.DataDirectory, $"{service}.pid");
        var id = await RunAsync("long", $$"""
            - {id: wait, template: queue, args: {service: {{service}}, payload: "echo $$ > {{file}}; sleep 600" } }
            """);
        await Eventually.TrueAsync(() => File.Exists(file) && File.ReadAllText(file).Length > 1, "the command runs", Patience);

        (await Api.PostAsJsonAsync($"runs/{id}/stop", new { })).Dispose();

        await Api.WaitAsync(id, "Stopped");
        await Eventually.TrueAsync(() => !Directory.Exists($"/proc/{File.ReadAllText(file).Trim()}"), "its process has ended", Patience);
    }

    private static string Output(string task, string name = "result") => $"{{{{tasks.{task}.outputs.{name}}}}}";

    private async Task<string> RunAsync(string name, string tasks)
    {
        var document = $"apiVersion: elasticjobs/v1\nkind: Pipeline\nmetadata: {{name: {name}}}\nspec:\n  tasks:\n    {tasks.ReplaceLineEndings("\n    ")}\n";
        await Api.SaveAsync(name, document).JsonAsync(HttpStatusCode.Created);
        using var started = await Api.PostAsJsonAsync($"pipelines/{name}/runs", new { });
        return (await started.Content.ReadFromJsonAsync<JsonElement>()).Text("id");
    }

    private Task<string> LogAsync(string run, string task) => Api.GetStringAsync($"runs/{run}/tasks/{task}/log/raw");
}
