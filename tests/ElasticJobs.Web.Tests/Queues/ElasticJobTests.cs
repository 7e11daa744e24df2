using System.Text.Json;
using ElasticJobs.Core.Logs;
using ElasticJobs.Core.Queues;
using ElasticJobs.Scheduler;
using ElasticJobs.Tests.Shared.Time;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Queues;

/// <summary>A whole elastic job on this machine: queue, autoscaler, instances with their workers.</summary>
[Collection(InstancesCollection.Name)]
public sealed class ElasticJobTests(QueueFixture fixture) : IClassFixture<QueueFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Scaling = """
        "autoscaler": {"min": 0, "max": 3, "strategies": {"avg_waiting_length": 1}, "behavior": {"onZero": {"scaleDownGracePeriodSeconds": 1}}}
        """;

    [Fact]
    public async Task Commands_BringInstances_AreDoneOnce_AndInstancesLeave()
    {
        var (service, token) = await fixture.DeployAsync(Scaling, "{}");
        using var client = new QueueClient(fixture.Console, service, token);
        for (var i = 1; i <= 6; i++)
            await client.PutAsync($"taskType=command&requestId=r{i}", $"echo out {i}; exit {(i == 6 ? 3 : 0)}");

        var results = await ResultsAsync(client, 6);

        Assert.Equal(["r1", "r2", "r3", "r4", "r5", "r6"], results.Select(frame => frame.Tags["requestId"]).Order());
        var failed = results.Single(frame => frame.Tags["requestId"] == "r6");
        Assert.Equal(("3", "500"), (failed.Tags["exitCode"], failed.Tags["lastCode"]));
        Assert.Contains("out 6", QueueClient.Text(failed), StringComparison.Ordinal);
        var log = (await client.FramesAsync("_index_=0&_length_=100&_timeout_=0s&kind=log", "/sink")).Where(frame => frame.Tags["requestId"] == "r1");
        Assert.Equal("out 1\n", string.Concat(log.Select(QueueClient.Text)));
        await Eventually.TrueAsync(async () => (await InstancesAsync(service)).Count == 0, "all instances have left", Patience);
        Assert.Equal(0, (await StateAsync(service)).GetProperty("scaling").GetProperty("desired").GetInt32());
        var decisions = (await fixture.Console.Api.GetAsync($"services/{service}/decisions").JsonAsync()).EnumerateArray().ToList();
        var grown = decisions.First(decision => decision.GetProperty("create").GetInt32() > 0);
        Assert.NotEmpty(grown.GetProperty("decision").Text("formula"));
        Assert.NotEmpty(grown.GetProperty("decision").Items("reasons"));
        Assert.True(grown.GetProperty("waiting").GetInt32() + grown.GetProperty("inFlight").GetInt32() > 0);
    }

    [Fact]
    public async Task Task_ForLater_HasNoInstanceBeforeItsTime()
    {
        var (service, token) = await fixture.DeployAsync(Scaling, "{}");
        using var client = new QueueClient(fixture.Console, service, token);
        await client.PutAsync("taskType=command&_delay_=1h", "true");
        await client.PutAsync("taskType=command&_delay_=2s", "true");

        await ResultsAsync(client, 1);
        await Eventually.TrueAsync(async () => (await InstancesAsync(service)).Count == 0, "the instance has left", Patience);

        Assert.Equal("1", await client.GetAsync("_count_=true").TextAsync());
    }

    [Fact]
    public async Task Queries_GoToTheInstancesServer()
    {
        const string Server = """
            import http.server, os
            class H(http.server.BaseHTTPRequestHandler):
                def do_POST(self):
                    body = self.rfile.read(int(self.headers["Content-Length"]))
                    self.send_response(200); self.end_headers(); self.wfile.write(self.path.encode() + b" " + body.upper())
                def log_message(self, *a): pass
            http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["EJ_PORT"])), H).serve_forever()
            """;
        var container = JsonSerializer.Serialize(new { command = $"python3 -c '{Server}'", port = 8000 });
        var (service, token) = await fixture.DeployAsync(Scaling, container);
        using var client = new QueueClient(fixture.Console, service, token);
        for (var i = 0; i < 4; i++)
            await client.PutAsync($"taskType=query&requestId=q{i}", $"text {i}", "/upper");

        var results = await ResultsAsync(client, 4);

        Assert.Equal(["/upper TEXT 0", "/upper TEXT 1", "/upper TEXT 2", "/upper TEXT 3"], results.Select(QueueClient.Text).Order());
        // Each has a port of its own, since they share the machine.
        Assert.DoesNotContain(await InstancesAsync(service), instance => instance.Text("state") == "Failed");
    }

    [Fact]
    public async Task RenewedToken_BringsInstancesThatHaveIt_AndNoTaskIsStranded()
    {
        var (service, token) = await fixture.DeployAsync(Scaling.Replace("\"min\": 0", "\"min\": 1", StringComparison.Ordinal), "{}");
        using var before = new QueueClient(fixture.Console, service, token);
        await before.PutAsync("taskType=command&requestId=r1", "sleep 2; echo first");
        await Eventually.TrueAsync(async () => (await InstancesAsync(service)).Any(instance => instance.Text("state") == "Busy"), "an instance has the task", Patience);

        var renewed = await fixture.Console.Api.PutAsync($"services/{service}/tokens/default", null).JsonAsync();

        using var client = new QueueClient(fixture.Console, service, renewed.Text("secret"));
        await client.PutAsync("taskType=command&requestId=r2", "echo second");
        var results = await ResultsAsync(client, 2);
        Assert.Equal(["r1", "r2"], results.Select(frame => frame.Tags["requestId"]).Order());
    }

    [Fact]
    public async Task StoppedService_EndsItsInstances()
    {
        var (service, token) = await fixture.DeployAsync(Scaling.Replace("\"min\": 0", "\"min\": 2", StringComparison.Ordinal), "{}");
        await Eventually.TrueAsync(async () => (await InstancesAsync(service)).Count(instance => instance.Text("state") == "Idle") == 2, "two instances are idle", Patience);

        await fixture.Console.Api.PostAsync($"services/{service}/stop", null).JsonAsync();

        await Eventually.TrueAsync(async () => (await InstancesAsync(service)).Count == 0, "all instances have left", Patience);
    }

    [Fact]
    public async Task Service_ThatIsDeletedAndDeployedAgain_HasInstancesOfItsOwn()
    {
        var (service, _) = await fixture.DeployAsync(Scaling.Replace("\"min\": 0", "\"min\": 1", StringComparison.Ordinal), "{}");
        await Eventually.TrueAsync(async () => (await InstancesAsync(service)).Any(instance => instance.Text("state") == "Idle"), "an instance is idle", Patience);
        var former = (await InstancesAsync(service)).Single().Text("name");

        using var deleted = await fixture.Console.Api.DeleteAsync(new Uri($"services/{service}", UriKind.Relative));
        var document = $$"""{"metadata": {"name": "{{service}}", "type": "ScalableJob"}, "containers": [{}], {{Scaling}} }""";
        await fixture.Console.Api.PostAsync("services", new StringContent(document, System.Text.Encoding.UTF8, "application/json")).JsonAsync(System.Net.HttpStatusCode.Created);
        var tokens = await fixture.Console.Api.GetAsync($"services/{service}/tokens").JsonAsync();
        using var client = new QueueClient(fixture.Console, service, tokens[0].Text("secret"));
        await client.PutAsync("taskType=command", "echo $EJ_INSTANCE");

        var result = Assert.Single(await ResultsAsync(client, 1));
        Assert.DoesNotContain(former, QueueClient.Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_OfAnInstance_IsThereWhileItRuns_AndAfterItHasGone()
    {
        var container = JsonSerializer.Serialize(new { init_command = "echo made ready; echo of it >&2", command = "echo serving on $EJ_PORT; exec sleep 1000", port = 8000 });
        var (service, _) = await fixture.DeployAsync(Scaling.Replace("\"min\": 0", "\"min\": 1", StringComparison.Ordinal), container);
        var listed = await Eventually.ValueAsync(
            async () => (await fixture.Console.Api.GetAsync($"services/{service}/instances").JsonAsync()).EnumerateArray().Select(row => row.Text("name")).FirstOrDefault(), "the instance has a log");
        var address = $"services/{service}/instances/{listed}/log";

        await Eventually.TrueAsync(async () => (await TextAsync(address)).Contains("serving on ", StringComparison.Ordinal), "the server has written", Patience);
        Assert.Contains("made ready\n", await TextAsync(address), StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await TextAsync(address + "?container=worker")).Length > 0, "the worker has written", Patience);
        Assert.Contains("of it", await TextAsync(address + "?container=*&search=of%20it"), StringComparison.Ordinal);
        Assert.Equal("container_not_found", (await fixture.Console.Api.GetAsync(address + "?container=..").JsonAsync(System.Net.HttpStatusCode.NotFound)).Text("code"));
        Assert.Equal("instance_not_found", (await fixture.Console.Api.GetAsync($"services/{service}/instances/other/log").JsonAsync(System.Net.HttpStatusCode.NotFound)).Text("code"));
        var following = fixture.Console.Api.GetStringAsync(new Uri(address + "?follow=true", UriKind.Relative));

        await fixture.Console.Api.PostAsync($"services/{service}/stop", null).JsonAsync();

        Assert.StartsWith("made ready", (await following.WaitAsync(Patience)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await fixture.Console.Api.GetAsync($"services/{service}/instances").JsonAsync())[0].GetProperty("endedAt").ValueKind == JsonValueKind.String, "the log has ended", Patience);
        Assert.Contains("serving on ", await fixture.Console.Api.GetStringAsync(new Uri(address + "/raw", UriKind.Relative)), StringComparison.Ordinal);

        async Task<string> TextAsync(string at)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, at);
            request.Headers.Accept.ParseAdd("text/plain");
            return await fixture.Console.Api.SendAsync(request).TextAsync();
        }
    }

    [Fact]
    public async Task Use_OfProcessor_BringsInstances_AsFarAsItIsAboveTheThreshold()
    {
        using var console = new TestConsole(static services => services.Configure<SchedulerOptions>(static options => options.InstanceUseInterval = TimeSpan.FromSeconds(1)));
        const string Document = """
            {"metadata": {"name": "busy", "type": "ScalableJob", "cpu": 0.1, "rpc.worker_threads": 1}, "containers": [{}],
             "autoscaler": {"min": 1, "max": 2, "strategies": {"cpu": 50}, "behavior": {"scaleDown": {"stabilizationWindowSeconds": 3600}}}}
            """;
        await console.Api.PostAsync("services", new StringContent(Document, System.Text.Encoding.UTF8, "application/json")).JsonAsync(System.Net.HttpStatusCode.Created);
        var token = (await console.Api.GetAsync("services/busy/tokens").JsonAsync())[0].Text("secret");
        using var client = new QueueClient(console, "busy", token);
        await client.PutAsync("taskType=command&timeout=60s", "while :; do :; done");

        await Eventually.TrueAsync(
            async () => (await console.Api.GetAsync("services/busy").JsonAsync()) is var state && state.GetProperty("scaling").ValueKind == JsonValueKind.Object
                && state.GetProperty("scaling").GetProperty("desired").GetInt32() == 2 && state.GetProperty("instances").GetArrayLength() == 2,
            "a second instance comes", Patience);
        var decision = (await console.Api.GetAsync("services/busy/decisions").JsonAsync()).EnumerateArray().First(row => row.GetProperty("decision").GetProperty("desired").GetInt32() == 2).GetProperty("decision");

        // One instance that uses a whole core where it asked for a tenth.
        Assert.Matches(@"^ceil\(1 \* \d+(\.\d+)? / 50\) = \d+; 1\.\.2: 2$", decision.Text("formula"));
        await client.SendAsync(HttpMethod.Delete, "_indexes_=1").TextAsync();
        using var deleted = await console.Api.DeleteAsync(new Uri("services/busy?force=true", UriKind.Relative));
        await Eventually.TrueAsync(() => console.Services.GetRequiredService<IInstanceLogs>().List("busy").All(log => log.EndedAt is not null), "its instances have ended", Patience);
    }

    private async Task<IReadOnlyList<JsonElement>> InstancesAsync(string service) =>
        (await StateAsync(service)).GetProperty("instances") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private async Task<JsonElement> StateAsync(string service) => await fixture.Console.Api.GetAsync($"services/{service}").JsonAsync();

    private static async Task<IReadOnlyList<WireFrame>> ResultsAsync(QueueClient client, int count)
    {
        IReadOnlyList<WireFrame> results = [];
        await Eventually.TrueAsync(
            async () => (results = await client.FramesAsync($"_index_=0&_length_={count}&_timeout_=5s&kind=result", "/sink")).Count >= count, $"{count} results come", Patience);
        return results;
    }
}
