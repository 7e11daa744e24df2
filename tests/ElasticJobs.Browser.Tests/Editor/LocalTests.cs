using ElasticJobs.Browser.Tests.Browsing;

namespace ElasticJobs.Browser.Tests.Editor;

public sealed class LocalDrawAndRunTests(BrowserConsole browser) : DrawAndRunTests(browser), IClassFixture<BrowserConsole>;

public sealed class LocalDebugTests(BrowserConsole browser) : DebugTests(browser), IClassFixture<BrowserConsole>;
