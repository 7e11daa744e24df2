using ElasticJobs.Tests.Shared.Consoles;
using Microsoft.Playwright;

namespace ElasticJobs.Benchmarks.Consoles;

/// <summary>Makes the admin of a new console in a browser.</summary>
internal static class SignIn
{
    private const string Password = "correct horse 9";

    /// <returns>A page that is signed in.</returns>
    public static async Task<IPage> OpenAsync(IBrowserContext context, ConsoleProcess console)
    {
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(await console.SetupLinkAsync());
        await page.FillAsync("#password", Password);
        await page.FillAsync("#again", Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync("nav");
        return page;
    }
}
