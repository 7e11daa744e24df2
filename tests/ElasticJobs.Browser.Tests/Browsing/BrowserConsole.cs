using ElasticJobs.Tests.Shared.Consoles;
using ElasticJobs.Tests.Shared.Files;
using Microsoft.Playwright;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>A console process and a browser whose first page is signed in from the one-time link.</summary>
public class BrowserConsole : IAsyncLifetime
{
    public const string Password = "correct horse 9";

    private readonly TemporaryDirectory _directory = new();
    private ConsoleProcess? _console;
    private Chromium? _chromium;

    public ConsoleProcess Console => _console ?? throw new InvalidOperationException("Not started.");

    public IBrowserContext Context { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _console = new ConsoleProcess(Directory.CreateDirectory(_directory["data"]).FullName, await SettingsAsync());
        await Console.StartAsync();
        _chromium = Browser();
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

    /// <summary>Of other servers that the browser reaches.</summary>
    protected virtual IEnumerable<int> MorePorts => [];

    /// <summary>A new page of the signed-in browser; what its scripts throw is collected.</summary>
    public async Task<IPage> OpenAsync(string path, ICollection<string>? errors = null)
    {
        var page = await Context.NewPageAsync();
        page.PageError += (_, error) => errors?.Add(error);
        await page.GotoAsync(path);
        return page;
    }

    public virtual async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        if (_console is not null)
        {
            await _console.DisposeAsync();
        }

        _directory.Dispose();
    }

    /// <summary>An absolute path in the directory that goes with this.</summary>
    protected string Under(string name) => _directory[name];

    /// <summary>The console's settings beside those that every test needs.</summary>
    protected virtual Task<IReadOnlyDictionary<string, string>> SettingsAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());

    private Chromium Browser()
    {
        if (!OperatingSystem.IsLinux() || !OwnNetwork.IsPossible)
        {
            return new Chromium();
        }

        OwnNetwork.Write(Under("chromium"), Under("socket"), [Console.Address.Port, .. MorePorts]);
        return new Chromium(Under("chromium"));
    }
}
