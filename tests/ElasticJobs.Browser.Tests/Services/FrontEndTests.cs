using ElasticJobs.Tests.Shared.Time;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ElasticJobs.Browser.Tests.Services;

/// <summary>Two web pages share one elastic job: it is deployed by clicks, and each page is opened from there and sends it a task.</summary>
public sealed class FrontEndTests(FrontEndBrowser browser) : IClassFixture<FrontEndBrowser>, IAsyncLifetime
{
    // A page with a button; it puts a command and shows its result.
    private const string Page = """
        import http.server, os, sys, urllib.request
        Q, T = os.environ["EJ_QUEUE_URL"], os.environ["EJ_QUEUE_TOKEN"]
        def ask(address, body=None):
            return urllib.request.urlopen(urllib.request.Request(Q + address, data=body, headers={"Authorization": T}), timeout=60)
        class Page(http.server.BaseHTTPRequestHandler):
            def answer(self, html):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(html.encode())
            def do_GET(self):
                self.answer("<form method=post><button>Train from " + sys.argv[1] + "</button></form>")
            def do_POST(self):
                put = ask("?taskType=command", b"echo trained for " + sys.argv[1].encode())
                task = put.headers["X-Eas-Queueservice-Request-Id"]
                self.answer("<pre>" + ask("/sink?kind=result&_timeout_=50s&requestId=" + task).read().decode() + "</pre>")
        http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["EJ_PORT"])), Page).serve_forever()
        """;

    private readonly string _program = Path.Combine(browser.Console.DataDirectory, "page.py");

    public Task InitializeAsync() => File.WriteAllTextAsync(_program, Page);

    [Fact]
    public async Task TwoFrontEnds_OpenedFromTheirService_ShareItsQueue()
    {
        List<string> errors = [];
        var page = await browser.OpenAsync("/services/new", errors);
        await page.Locator("#service-document").FillAsync($$"""
            metadata: {name: studio, type: ScalableJobService}
            containers: [{}]
            autoscaler: {min: 0, max: 1}
            front_end:
              - {name: train, port: {{browser.First}}, script: python3 -u {{_program}} train}
              - {name: annotate, port: {{browser.Second}}, script: python3 -u {{_program}} annotate}
            """);
        await page.GetByRole(AriaRole.Button, new() { Name = "Deploy" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "studio", Level = 1 })).ToBeVisibleAsync();

        foreach (var name in (string[])["train", "annotate"])
        {
            var card = page.Locator("section", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = $"Front end {name}" }) });
            await Expect(card.Locator(".ej-state")).ToContainTextAsync("Serving");
            var link = card.GetByRole(AriaRole.Link, new() { Name = "Open it" });
            var opened = await page.Context.RunAndWaitForPageAsync(() => link.ClickAsync());
            await ReachedAsync(opened, name);
            await opened.GetByRole(AriaRole.Button, new() { Name = $"Train from {name}" }).ClickAsync();
            await Expect(opened.Locator("pre")).ToContainTextAsync($"trained for {name}");
        }

        await Expect(page.Locator(".numbers")).ToContainTextAsync("0 Waiting");
        Assert.Empty(errors);
    }

    /// <summary>Front ends outlive the console.</summary>
    public async Task DisposeAsync()
    {
        using var stopped = await browser.Console.Client.PostAsync("/api/v1/projects/default/services/studio/stop", null);
        await Eventually.TrueAsync(
            async () => !(await browser.Console.Client.GetStringAsync("/api/v1/projects/default/services/studio")).Contains("\"state\":\"Idle\"", StringComparison.Ordinal), "no pod of it is there");
    }

    /// <summary>It listens a moment after its process is there.</summary>
    private static Task ReachedAsync(IPage page, string name) => Eventually.TrueAsync(
        async () =>
        {
            if (await page.GetByRole(AriaRole.Button, new() { Name = $"Train from {name}" }).IsVisibleAsync())
                return true;
            await page.ReloadAsync();
            return false;
        },
        "the front end answers");
}
