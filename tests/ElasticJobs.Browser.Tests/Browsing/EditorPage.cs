using ElasticJobs.Tests.Shared.Time;
using Microsoft.Playwright;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>The editor as a person's hands see it.</summary>
public sealed class EditorPage(IPage page)
{
    public IPage Page => page;

    public ILocator Toast => page.Locator(".ej-canvas__toast--shown");

    public ILocator Save => page.GetByTestId("save");

    public ILocator RunStrip => page.GetByTestId("run-strip");

    public ILocator Task(string id) => page.Locator($".x6-node[data-cell-id='{id}']");

    public async Task WaitUntilOpenAsync()
    {
        await Assertions.Expect(page.Locator(".x6-graph").First).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('[data-testid=canvas]')?.__canvas");
    }

    /// <summary>Drags a template from the palette to a place on the canvas and fills in its command.</summary>
    public async Task DragTaskAsync(string template, float x, float y, string id, string command)
    {
        var item = await BoxAsync(page.Locator($"[data-template='{template}']").First);
        var canvas = await BoxAsync(page.Locator(".x6-graph").First);
        await DragAsync(item.X + 20, item.Y + 12, canvas.X + x, canvas.Y + y);
        await Assertions.Expect(Task(id)).ToBeVisibleAsync();
        await Task(id).ClickAsync();
        var field = page.Locator("#arg-command");
        await field.FillAsync(command);
    }

    /// <summary>Draws a line from a task's out-port to another task.</summary>
    public async Task ConnectAsync(string from, string to)
    {
        await page.Mouse.MoveAsync(5, 5);
        await Task(from).HoverAsync();
        var port = await BoxAsync(Task(from).Locator(".ej-card__port-hit").Last);
        var target = await BoxAsync(Task(to));
        await DragAsync(port.X + (port.Width / 2), port.Y + (port.Height / 2), target.X + 40, target.Y + (target.Height / 2));
    }

    /// <summary>A card that is drawn anew at this moment has no place for an instant.</summary>
    private static Task<LocatorBoundingBoxResult> BoxAsync(ILocator locator) =>
        Eventually.ValueAsync(() => locator.BoundingBoxAsync(), $"{locator} is on the screen");

    private async Task DragAsync(float fromX, float fromY, float toX, float toY)
    {
        await page.Mouse.MoveAsync(fromX, fromY);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((fromX + toX) / 2, (fromY + toY) / 2, new() { Steps = 6 });
        await page.Mouse.MoveAsync(toX, toY, new() { Steps = 6 });
        await page.Mouse.UpAsync();
    }
}
