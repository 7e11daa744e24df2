using ElasticJobs.Browser.Tests.Browsing;
using Microsoft.Playwright;

namespace ElasticJobs.Browser.Tests.Overview;

public sealed class OverviewPageTests(ServedConsole console, Chromium chromium) : IClassFixture<ServedConsole>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Page_InABrowser_BecomesInteractive()
    {
        var page = await chromium.OpenAsync(console.Address);
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync("/");

        // There is no prerendering: the heading comes over the circuit or not at all.
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        Assert.Empty(errors);
    }
}
