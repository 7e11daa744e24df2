using System.Net;
using System.Net.WebSockets;
using ElasticJobs.Web.Tests.Serving;

namespace ElasticJobs.Web.Tests.Access;

/// <summary>What keeps other sites from using a signed-in browser.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class BrowserDefenceTests(TestConsole console)
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/me")]
    [InlineData("/css/app.css")]
    [InlineData("/no/such/page")]
    public async Task Answer_OfAnyKind_HasSecurityHeaders(string path)
    {
        using var client = console.Plain();

        using var answer = await client.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Theory]
    [InlineData("/hubs/logs", "http://evil.example")]
    [InlineData("/hubs/terminal", "null")]
    [InlineData("/hubs/runs", "https://127.0.0.1.evil.example")]
    [InlineData("/_blazor", "http://evil.example")]
    public async Task Socket_FromAnotherOrigin_IsRefused(string path, string origin)
    {
        using var cap = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        await Assert.ThrowsAsync<WebSocketException>(() => console.OpenSocketAsync(path, TestConsole.AdminToken, origin, cap.Token));
        using var client = console.Client(TestConsole.AdminToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(console.Address, path + "/negotiate?negotiateVersion=1")) { Headers = { { "Origin", origin } } };
        await client.SendAsync(request).TextAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Socket_FromOurOwnOrigin_IsOpened()
    {
        using var cap = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        using var socket = await console.OpenSocketAsync("/hubs/logs", TestConsole.AdminToken, console.Address.GetLeftPart(UriPartial.Authority), cap.Token);

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task Api_ForPagesOfOtherSites_AllowsNothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri(console.Address, "/api/v1/me"));
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "DELETE");

        using var answer = await console.Api.SendAsync(request);

        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }
}
