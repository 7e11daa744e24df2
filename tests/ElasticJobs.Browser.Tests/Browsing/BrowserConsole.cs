using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.Playwright;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>A console process and a browser whose first page is signed in from the one-time link.</summary>
public sealed class BrowserConsole : IAsyncLifetime
{
    public const string Password = "correct horse 9";

    private readonly TemporaryDirectory _directory = new();
    private readonly Chromium _chromium = new();

    public BrowserConsole() => Console = new ConsoleProcess(_directory.Path);

    public ConsoleProcess Console { get; }

    public IBrowserContext Context { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Console.StartAsync();
        await _chromium.InitializeAsync();
        Context = await _chromium.ContextAsync(Console.Address);
        // Machines that run many things at once are slow; what never comes still fails.
        Context.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(60_000);
        var page = await Context.NewPageAsync();
        await page.GotoAsync(await Console.SetupLinkAsync());
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Password again").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create admin" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Main navigation" })).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    /// <summary>A new page of the signed-in browser; what its scripts throw is collected.</summary>
    public async Task<IPage> OpenAsync(string path, ICollection<string>? errors = null)
    {
        var page = await Context.NewPageAsync();
        page.PageError += (_, error) => errors?.Add(error);
        await page.GotoAsync(path);
        return page;
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await Console.DisposeAsync();
        _directory.Dispose();
    }
}
