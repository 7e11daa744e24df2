using System.Runtime.Versioning;
using System.Text.Json;
using ElasticJobs.Core.Elasticity;
using ElasticJobs.Tests.Shared.Time;

namespace ElasticJobs.Crash.Tests.Cluster;

/// <summary>Two front ends in the cluster share one elastic job: who opens one brings an instance, which does its task.</summary>
[SupportedOSPlatform("linux")]
[Trait("Category", "Cluster")]
[Collection("Cluster")]
public sealed class FrontEndsInClusterTests
{
    private const int Port = 8001;

    /// <summary>Above what a queue keeps in its database.</summary>
    private const int LargeBytes = 400 * 1024;

    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(120);

    private static readonly string Document = $$$"""
        metadata: {name: studio, type: ScalableJobService}
        containers: [{image: "localhost/busybox:1"}]
        autoscaler: {min: 0, max: 2}
        front_end: [{{{FrontEnd("train")}}}, {{{FrontEnd("label")}}}]
        """;

    private const string Page = """
        import http.server, os, urllib.request
        def ask(address, body=None):
            request = urllib.request.Request(os.environ["EJ_QUEUE_URL"] + address, data=body, headers={"Authorization": os.environ["EJ_QUEUE_TOKEN"]})
            return urllib.request.urlopen(request, timeout=100)
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                task = ask("?taskType=command", b"echo done for " + os.environ["NAME"].encode() + b"; echo at work >&2").headers["X-Eas-Queueservice-Request-Id"]
                answer = ask("/sink?kind=result&_timeout_=90s&requestId=" + task).read()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)
        http.server.ThreadingHTTPServer(("0.0.0.0", int(os.environ["EJ_PORT"])), Page).serve_forever()
        """;

    [Fact]
    public async Task FrontEnds_OfOneElasticJob_EachHaveTheirTasksDone()
    {
        await using var console = await InstalledConsole.InstallAsync("sqlite");
        var queue = await console.Api.DeployAsync(Document);
        using var client = new HttpClient { Timeout = Cap };
        foreach (var name in (string[])["train", "label"])
        {
            var address = "";
            await Eventually.TrueAsync(async () => (address = await AddressAsync(console, name)).Length > 0, $"the front end {name} has an address", Cap);
            var answer = "";
            await Eventually.TrueAsync(async () => (answer = await AnswerAsync(client, address)).Length > 0, $"the front end {name} answers", Cap);
            Assert.Contains("\"exitCode\":0", answer, StringComparison.Ordinal);
            Assert.Contains($"done for {name}", answer, StringComparison.Ordinal);
        }

        await queue.PutAsync("taskType=command&requestId=large", $"true {new string('x', LargeBytes)}\necho large");
        Assert.Contains(await queue.ResultsAsync(3, Cap), result => result is { RequestId: "large", ExitCode: "0" });
        var page = Assert.Single(await console.PodsAsync($"{ServiceLabels.FrontEnd}=train")).Metadata.Name!;
        await Eventually.TrueAsync(async () => (await console.Api.InstanceLogAsync("studio", page)).Any(line => line.Contains("\"GET / HTTP/1.1\" 200", StringComparison.Ordinal)), "the front end's log is there", Cap);
    }

    private static async Task<string> AddressAsync(InstalledConsole console, string name) =>
        await console.PodsAsync($"{ServiceLabels.FrontEnd}={name}") is [{ Status: { Phase: "Running", PodIP: { } ip } }] ? $"http://{ip}:{Port}/" : "";

    private static async Task<string> AnswerAsync(HttpClient client, string address)
    {
        try
        {
            return await client.GetStringAsync(address);
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return "";
        }
    }

    private static string FrontEnd(string name) => JsonSerializer.Serialize(new
    {
        name,
        image = "localhost/debian:12",
        port = Port,
        cpu = 0.1,
        memory = 64,
        env = new { NAME = name, PAGE = Page },
        script = "echo \"$PAGE\" > page.py; exec python3 -u page.py",
    });
}
