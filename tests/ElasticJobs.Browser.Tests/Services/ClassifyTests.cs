using System.Text.RegularExpressions;
using ElasticJobs.Browser.Tests.Browsing;
using ElasticJobs.Tests.Shared.Time;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ElasticJobs.Browser.Tests.Services;

/// <summary>The sample Classify, by clicks alone: deployed, asked by hand, and asked by a pipeline.</summary>
public sealed class ClassifyTests(BrowserConsole browser) : IClassFixture<BrowserConsole>, IAsyncLifetime
{
    private const string Penguin = """{"bill_length_mm": 46, "bill_depth_mm": 14.5, "flipper_length_mm": 217, "body_mass_g": 5100}""";

    public Task InitializeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Sample_DeployedByClicks_AnswersByHandAndInAPipeline()
    {
        List<string> errors = [];
        var page = await browser.OpenAsync("/services", errors);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sample: Classify" }).ClickAsync();
        await Expect(page.Locator("#service-document")).ToHaveValueAsync(new Regex("name: classify"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Deploy" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "classify", Level = 1 })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Navigation, new() { Name = "Views of the service" }).GetByRole(AriaRole.Link, new() { Name = "Try it" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Query: a request" }).CheckAsync();
        await page.Locator("#payload").FillAsync(Penguin);
        await page.Locator("#path").FillAsync("/predict");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(page.Locator(".watch pre")).ToContainTextAsync("Gentoo");

        var editor = new EditorPage(await browser.OpenAsync("/pipelines/classify", errors));
        await editor.WaitUntilOpenAsync();
        await editor.Task("ask").ClickAsync();
        await Expect(editor.Page.Locator("#arg-service-services option[value=classify]")).ToHaveCountAsync(1);
        await editor.Page.GetByTestId("run").ClickAsync();
        await editor.Page.GetByTestId("run-start").ClickAsync();
        await Expect(editor.RunStrip).ToContainTextAsync("Succeeded");

        var run = await editor.RunStrip.GetByRole(AriaRole.Link).First.GetAttributeAsync("href");
        var runPage = await browser.OpenAsync($"{run}?view=list&task=ask&tab=log", errors);
        await Expect(runPage.Locator(".ej-log")).ToContainTextAsync("\"species\": \"Gentoo\"");
        await Expect(runPage.Locator(".queued").GetByRole(AriaRole.Link, new() { Name = "classify" })).ToHaveAttributeAsync("href", "/services/classify");
        await runPage.GotoAsync($"{run}?view=list&task=tell&tab=log");
        await Expect(runPage.Locator(".ej-log")).ToContainTextAsync("It is a penguin of the species Gentoo");
        Assert.Empty(errors);
    }

    /// <summary>Instances outlive the console.</summary>
    public async Task DisposeAsync()
    {
        using var stopped = await browser.Console.Client.PostAsync("/api/v1/projects/default/services/classify/stop", null);
        await Eventually.TrueAsync(
            async () => !(await browser.Console.Client.GetStringAsync("/api/v1/projects/default/services/classify")).Contains("\"state\":\"Idle\"", StringComparison.Ordinal), "no instance is there", TimeSpan.FromSeconds(60));
    }
}
