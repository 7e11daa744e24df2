using ElasticJobs.Browser.Tests.Browsing;
using ElasticJobs.Tests.Shared.Consoles;

namespace ElasticJobs.Browser.Tests.Services;

/// <summary>A browser that reaches two front ends beside the console.</summary>
public sealed class FrontEndBrowser : BrowserConsole
{
    public int First { get; } = ConsoleProcess.FreePort();

    public int Second { get; } = ConsoleProcess.FreePort();

    protected override IEnumerable<int> MorePorts => [First, Second];
}
