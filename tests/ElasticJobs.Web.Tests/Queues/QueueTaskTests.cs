using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Tests.Serving;

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
