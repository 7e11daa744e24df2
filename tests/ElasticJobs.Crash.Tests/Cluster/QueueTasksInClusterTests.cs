using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ElasticJobs.Crash.Tests.Evidence;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>The console runs in the cluster, and instances there do the tasks of a pipeline.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Cluster")]
[Collection("Cluster")]
public sealed class QueueTasksInClusterTests
{
    /// <summary>Seconds that the command runs: longer than the console takes to come back.</summary>
    private const int Steps = 12;

    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task QueueTasks_OfElasticJobsThatGrowFromNone_Succeed_ThoughTheConsoleIsDeletedWhileTheCommandRuns()
    {
        await using var console = await InstalledConsole.InstallAsync("sqlite");
        await console.Api.DeployAsync(Trains);
        await console.Api.DeployAsync(Answers);
        await console.Api.SaveAsync("queued", Pipeline);
        await NoInstancesAsync(console);
        var run = await console.Api.StartRunAsync("queued");
        await Eventually.TrueAsync(async () => await IsRunningAsync(console, run) && (await LogAsync(console, run, "command")).Contains("step 2"), "the command runs", Cap);

        await console.ReplacePodAsync();
        Assert.True(await IsRunningAsync(console, run));
        await RunsEnd.WaitAsync(console.Api, Cap);

        var (command, query) = (await TaskAsync(console, run, "command"), await TaskAsync(console, run, "query"));
        Assert.All([command, query], task => Assert.True(((string?)task["state"], (int)task["attempt"]!) == ("Succeeded", 1), task.ToString()));
        Assert.Equal(["from 1 begun", .. Enumerable.Range(1, Steps).Select(step => $"step {step}"), "1 in all"], await LogAsync(console, run, "command"));
        Assert.Equal("1 in all", (string?)command["outputs"]!["result"]);
        Assert.Equal("POST /loud: HAS 1 IN ALL BEGUN?", (string?)query["outputs"]!["result"]);
        Assert.Equal("200", (string?)query["outputs"]!["status"]);
        Assert.Equal(["POST /loud: HAS 1 IN ALL BEGUN?"], await LogAsync(console, run, "query"));

        // Each container of each of the two instances once.
        Assert.Equal([2, 2], (await console.StartsAsync()).Values);
        await NoInstancesAsync(console);
    }

    private const string Trains = """
        metadata: {name: train, type: ScalableJob}
        containers: [{image: "localhost/busybox:1"}]
        autoscaler: {min: 0, max: 3, strategies: {avg_waiting_length: 1}, behavior: {onZero: {scaleDownGracePeriodSeconds: 1}}}
        """;

    private const string Answers = """
        metadata: {name: shout, type: ScalableJob}
        containers:
          - image: localhost/debian:12
            port: 8000
            command: exec python3 -u server.py
            init_command: |
              cat > server.py <<'END'
              import http.server, os

              class Server(http.server.BaseHTTPRequestHandler):
                  def do_POST(self):
                      asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
                      answer = f"POST {self.path}: {asked.upper()}".encode()
                      self.send_response(200)
                      self.send_header("Content-Type", "text/plain; charset=utf-8")
                      self.send_header("Content-Length", str(len(answer)))
                      self.end_headers()
                      self.wfile.write(answer)

              http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["EJ_PORT"])), Server).serve_forever()
              END
        autoscaler: {min: 0, max: 3, strategies: {avg_waiting_length: 1}, behavior: {onZero: {scaleDownGracePeriodSeconds: 1}}}
        """;

    /// <summary>The file counts how often the command began in its instance.</summary>
    private static string Pipeline => $$$"""
        apiVersion: elasticjobs/v1
        kind: Pipeline
        metadata: {name: queued}
        spec:
          tasks:
            - id: command
              template: queue
              outputs: [result]
              args:
                service: train
                payload: |
                  echo begun >> /tmp/begun
                  echo "from $(grep -c . /tmp/begun) begun"
                  for step in $(seq {{{Steps}}}); do sleep 1; echo "step $step"; done
                  echo "$(grep -c . /tmp/begun) in all"
            - id: query
              template: queue
              after: [command]
              outputs: [result, status]
              args: {service: shout, taskType: query, path: /loud, payload: "has {{tasks.command.outputs.result}} begun?"}
        """;

    private static async Task<bool> IsRunningAsync(InstalledConsole console, Guid run) => (string?)(await TaskAsync(console, run, "command"))["state"] == "Running";

    private static async Task<JsonNode> TaskAsync(InstalledConsole console, Guid run, string task) =>
        (await console.Api.RunAsync(run))["tasks"]!.AsArray().Single(one => (string?)one!["id"] == task)!;

    private static async Task<IReadOnlyList<string>> LogAsync(InstalledConsole console, Guid run, string task) =>
        [.. (await console.Api.LogAsync(run, task, 1)).Select(line => (string)line["x"]!)];

    private static Task NoInstancesAsync(InstalledConsole console) => Eventually.TrueAsync(
        async () => await console.Api.InstancesAsync("train") == 0 && await console.Api.InstancesAsync("shout") == 0, "neither elastic job has an instance", Cap);
}
