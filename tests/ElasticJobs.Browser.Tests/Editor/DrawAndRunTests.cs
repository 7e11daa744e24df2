using System.Text.RegularExpressions;
using ElasticJobs.Browser.Tests.Browsing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ElasticJobs.Browser.Tests.Editor;

public abstract class DrawAndRunTests(BrowserConsole browser)
{
    [Fact]
    public async Task Pipeline_DrawnInTheBrowser_RunsThroughAReloadAndAKilledConsole()
    {
        List<string> errors = [];
        var editor = new EditorPage(await browser.OpenAsync("/pipelines/drawn?new=1", errors));
        var page = editor.Page;
        await editor.WaitUntilOpenAsync();
        await editor.DragTaskAsync("shell", 110, 130, "shell-1", "echo begin; printf 42 > \"$EJ_OUTPUTS/answer\"");
        await editor.DragTaskAsync("shell", 335, 50, "shell-2", "i=0; while [ $i -lt 40 ]; do i=$((i + 1)); echo \"upper line $i\"; sleep 0.5; done");
        await editor.DragTaskAsync("shell", 335, 230, "shell-3", "echo lower");
        await editor.DragTaskAsync("shell", 565, 130, "shell-4", "echo joined {{tasks.shell-1.outputs.answer}}");
        await editor.DragTaskAsync("shell", 110, 330, "shell-5", "echo alone");
        foreach (var (from, to) in new[] { ("shell-1", "shell-2"), ("shell-1", "shell-3"), ("shell-2", "shell-4"), ("shell-3", "shell-4") })
        {
            await editor.ConnectAsync(from, to);
            await Expect(page.Locator(".x6-edge")).ToHaveCountAsync(from == "shell-1" ? (to == "shell-2" ? 1 : 2) : from == "shell-2" ? 3 : 4);
        }

        // A cycle is refused at the drop, and its path is named.
        await editor.ConnectAsync("shell-4", "shell-1");
        await Expect(editor.Toast).ToContainTextAsync("→");
        await Expect(page.Locator(".x6-edge")).ToHaveCountAsync(4);

        // Undo and redo, one step a gesture.
        await page.Locator("[data-tool=undo]").ClickAsync();
        await Expect(page.Locator(".x6-edge")).ToHaveCountAsync(3);
        await page.Locator("[data-tool=redo]").ClickAsync();
        await Expect(page.Locator(".x6-edge")).ToHaveCountAsync(4);

        await editor.Save.ClickAsync();
        await Expect(editor.Save).ToBeDisabledAsync();
        await page.GetByTestId("run").ClickAsync();
        await Expect(editor.RunStrip).ToContainTextAsync("Running");

        // The run's own page: follow the log, see the chart move, reload in the middle.
        await editor.RunStrip.GetByRole(AriaRole.Link).First.ClickAsync();
        // WaitForURLAsync misses a change within the page that comes before it listens.
        await Expect(page).ToHaveURLAsync(new Regex("/runs/[0-9a-f-]+$"));
        await page.GotoAsync(new Uri(page.Url).GetLeftPart(UriPartial.Path) + "?view=list&task=shell-2&tab=log");
        await Expect(page.Locator(".ej-log")).ToContainTextAsync("upper line 3");
        await page.ReloadAsync();
        await Expect(page.Locator(".ej-log")).ToContainTextAsync("upper line 6");
        await page.GotoAsync(new Uri(page.Url).GetLeftPart(UriPartial.Path) + "?view=list&task=shell-2&tab=resources");
        await Expect(page.Locator(".ej-chart canvas").First).ToBeVisibleAsync();

        // The console is killed and started again in the middle; the page comes back by itself and the run goes on.
        await browser.Console.KillAsync();
        await browser.Console.StartAsync();
        await Expect(page.Locator("h1 + .ej-state.succeeded")).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.GotoAsync(new Uri(page.Url).GetLeftPart(UriPartial.Path) + "?view=list&task=shell-4&tab=log");
        await Expect(page.Locator(".ej-log")).ToContainTextAsync("joined 42");
        Assert.Empty(errors);
    }

    [Fact]
    public async Task Draft_IsThereAgain_AfterAReload()
    {
        var editor = new EditorPage(await browser.OpenAsync("/pipelines/drafted?new=1"));
        await editor.WaitUntilOpenAsync();
        await editor.DragTaskAsync("shell", 160, 90, "shell-1", "echo kept");
        await Expect(editor.Page.Locator("[title*='a draft is kept']")).ToBeVisibleAsync();

        await editor.Page.ReloadAsync();

        await editor.WaitUntilOpenAsync();
        await Expect(editor.Task("shell-1")).ToBeVisibleAsync();
    }
}
