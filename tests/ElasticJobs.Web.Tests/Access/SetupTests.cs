using System.Net;
using ElasticJobs.Web.Access;
using ElasticJobs.Web.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;

namespace ElasticJobs.Web.Tests.Access;

/// <summary>The one-time link, on a console where nobody was before.</summary>
public sealed class SetupTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Setup_ByTheLink_MakesTheAdminOnceAndOnlyOnce()
    {
        var code = _console.Services.GetRequiredService<FirstStart>().Code;
        Assert.NotNull(code);
        Assert.Equal(32, code.Length);
        using var browser = new BrowserSession(_console);

        Assert.DoesNotContain("<form", await browser.Client.GetAsync("/setup").TextAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("<form", await browser.Client.GetAsync("/setup?code=" + new string('0', 32)).TextAsync(), StringComparison.Ordinal);
        using var wrong = await SetUpAsync(browser, new string('0', 32), "long enough 1");
        Assert.False(browser.IsSignedIn);
        using var tooShort = await SetUpAsync(browser, code, "short");
        Assert.Equal(HttpStatusCode.OK, tooShort.StatusCode);
        Assert.False(browser.IsSignedIn);
        using var differs = await SetUpAsync(browser, code, "long enough 1", "long enough 2");
        Assert.False(browser.IsSignedIn);

        using var done = await SetUpAsync(browser, code, "long enough 1");
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.True(browser.IsSignedIn);
        Assert.True((await browser.Client.GetAsync("/api/v1/me").JsonAsync()).GetProperty("admin").GetBoolean());

        using var other = new BrowserSession(_console);
        Assert.DoesNotContain("<form", await other.Client.GetAsync("/setup?code=" + code).TextAsync(), StringComparison.Ordinal);
        using var again = await SetUpAsync(other, code, "long enough 1");
        Assert.False(other.IsSignedIn);
        Assert.DoesNotContain(_console.Logs.Lines, line => line.Contains(code, StringComparison.Ordinal));
    }

    private static Task<HttpResponseMessage> SetUpAsync(BrowserSession browser, string code, string password, string? again = null) => browser.PostFormAsync(
        "/setup?code=" + code, new Dictionary<string, string> { ["Name"] = "admin", ["Password"] = password, ["Again"] = again ?? password });
}
