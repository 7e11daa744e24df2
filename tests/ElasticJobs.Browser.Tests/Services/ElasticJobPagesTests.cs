using System.Text;
using System.Text.RegularExpressions;
using ElasticJobs.Browser.Tests.Browsing;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ElasticJobs.Browser.Tests.Services;

/// <summary>What an instance wrote, a dead letter that is mended, and what other settings would have done, by clicks.</summary>
public sealed class ElasticJobPagesTests(BrowserConsole browser) : IClassFixture<BrowserConsole>, IAsyncLifetime
{
    private const string Services = "/api/v1/projects/default/services";
    private const string Document = """
        {"metadata": {"name": "mend", "type": "ScalableJob"}, "containers": [{"init_command": "echo made ready"}], "autoscaler": {"min": 1, "max": 2}, "queue": {"max_delivery": 1}}
        """;

    public async Task InitializeAsync()
    {
        using var document = new StringContent(Document, Encoding.UTF8, "application/json");
        (await browser.Console.Client.PostAsync(Services, document)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Instance_HasALog_DeadLetterIsMended_AndWhatIfIsPlayed()
    {
        List<string> errors = [];
        var page = await browser.OpenAsync("/services/mend", errors);
        await page.Locator("td.name a").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@"/services/mend\?tab=logs&instance=mend-\w+$"));
        await Expect(page.Locator(".ej-log")).ToContainTextAsync("made ready");
        await page.Locator("#log-container").SelectOptionAsync("worker");
        await Expect(page).ToHaveURLAsync(new Regex("container=worker$"));

        using (var poison = new StringContent("exit 9"))
            (await browser.Console.Client.PostAsync("/api/predict/mend?taskType=command&retry=true", poison)).EnsureSuccessStatusCode();
        await page.GotoAsync("/services/mend?tab=queue&stream=dead&frame=1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await page.Locator("#dead-payload").FillAsync("echo mended");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and put into the queue again" }).ClickAsync();
        await Expect(page.Locator(".ej-empty h2")).ToBeVisibleAsync();
        await page.GotoAsync("/services/mend?tab=queue&stream=output");
        await Expect(page.Locator("tbody")).ToContainTextAsync("mended");

        await page.GotoAsync("/services/mend?tab=scaling");
        await page.GetByRole(AriaRole.Link, new() { Name = "What if" }).ClickAsync();
        await page.Locator("#whatif-price").FillAsync("2.5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Play it" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("price=2.5"));
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Cost" })).ToBeVisibleAsync();
        await Expect(page.Locator("#whatif-price")).ToHaveValueAsync("2.5");
        Assert.Empty(errors);
    }

    /// <summary>Instances outlive the console.</summary>
    public async Task DisposeAsync()
    {
        using var stopped = await browser.Console.Client.PostAsync($"{Services}/mend/stop", null);
        await Eventually.TrueAsync(
            async () => !Regex.IsMatch(await browser.Console.Client.GetStringAsync($"{Services}/mend"), "\"state\":\"(Idle|Busy|Starting|Draining)\""), "no instance is there", TimeSpan.FromSeconds(60));
    }
}
