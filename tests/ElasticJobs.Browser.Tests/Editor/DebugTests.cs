using ElasticJobs.Browser.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ElasticJobs.Browser.Tests.Editor;

public abstract class DebugTests(BrowserConsole browser)
{
    [Fact]
    public async Task FailingSample_IsReadDebuggedInItsTerminal_AndRetriedFromTheFailure()
    {
        var editor = new EditorPage(await browser.OpenAsync("/pipelines/failing"));
        var page = editor.Page;
        await editor.WaitUntilOpenAsync();
        await page.GetByTestId("run").ClickAsync();
        await Expect(editor.RunStrip).ToContainTextAsync("Failed");
        await Expect(editor.RunStrip).ToContainTextAsync("exit code 1");
        var run = await editor.RunStrip.GetByRole(AriaRole.Link).First.GetAttributeAsync("href");

        // The run's page says first which task failed and why.
        var runPage = await browser.OpenAsync(run!);
        await Expect(runPage.Locator("main")).ToContainTextAsync("'seven' is no number");

        // Debug: a terminal in the task's environment, with the files of the failed run.
        await editor.Task("add").ClickAsync();
        await page.Locator("[data-action=debug]:visible").First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Open the terminal" }).ClickAsync();

        var terminal = page.Locator(".xterm");
        await Expect(terminal).ToBeVisibleAsync();
        await terminal.ClickAsync();
        await page.Keyboard.PressAsync("Control+U");
        await page.Keyboard.TypeAsync("sed -i s/seven/7/ \"$EJ_SOURCE_WORKSPACE/numbers.txt\" && echo mended-$((40 + 2))\n");
        await Expect(terminal).ToContainTextAsync("mended-42");

        // A reload finds the terminal again.
        await page.ReloadAsync();
        await Expect(page.Locator(".xterm")).ToContainTextAsync("mended-42");

        await runPage.GetByRole(AriaRole.Button, new() { Name = "Retry from failure" }).ClickAsync();
        await Expect(runPage.Locator("h1 + .ej-state.succeeded")).ToBeVisibleAsync();
        await Expect(runPage.Locator("main")).Not.ToContainTextAsync("'seven' is no number");
    }
}
