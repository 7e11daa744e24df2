using Microsoft.Playwright;

namespace ElasticJobs.Browser.Tests.Browsing;

/// <summary>One real browser.</summary>
/// <param name="launcher">A program that starts the one in the variable CHROMIUM with its own arguments; null: it is started as it is.</param>
public sealed class Chromium(string? launcher = null) : IAsyncDisposable
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // No sandbox: the tests run as root in containers. The rest keeps the browser off the network and off a missing GPU.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        var program = Environment.GetEnvironmentVariable("CHROMIUM") ?? Candidates.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium found. Install it: apt-get install chromium (tests/run.sh does it), or name it in the variable CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = launcher ?? program,
            Args = Arguments,
            Env = new Dictionary<string, string> { ["CHROMIUM"] = program },
        });
    }

    /// <summary>A browser of its own, as it were: 1440 × 900, with cookies that no other sees.</summary>
    public Task<IBrowserContext> ContextAsync(Uri baseAddress) =>
        _browser!.NewContextAsync(new() { BaseURL = baseAddress.ToString(), ViewportSize = new() { Width = 1440, Height = 900 }, Locale = "en-GB" });

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
